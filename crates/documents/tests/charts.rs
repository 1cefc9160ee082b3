//! Charts: everything in them is also said in words, and nothing in a label becomes markup.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use documents::charts::{
    Distribution, DistributionRow, Trend, TrendPoint, Turnout, TurnoutPoint, distribution, trend, turnout,
};

fn bars(rows: &[(&str, [u64; 3])]) -> Distribution {
    let row =
        |(label, counts): &(&str, [u64; 3])| DistributionRow { label: (*label).to_owned(), counts: counts.to_vec() };
    Distribution {
        name: String::new(),
        title: "总体评价分布".to_owned(),
        description: "各对象每一等次的票数".to_owned(),
        grades: ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}

fn line(counts: &[u64], whole: Option<u64>) -> Turnout {
    let point = |(index, count): (usize, &u64)| TurnoutPoint {
        label: format!("{:02}:{}0", 9 + index / 6, index % 6),
        count: *count,
    };
    Turnout {
        title: "参评进度".to_owned(),
        description: "每十分钟收到的票数".to_owned(),
        whole,
        points: counts.iter().enumerate().map(point).collect(),
    }
}

fn quarters(shares: &[Option<(u64, u64)>]) -> Trend {
    let point = |(index, share): (usize, &Option<(u64, u64)>)| TrendPoint {
        label: format!("第{}季度", index + 1),
        share: *share,
        words: share.map_or_else(|| "没有公布".to_owned(), |(part, whole)| format!("{part}/{whole}")),
    };
    Trend {
        title: "各季度满意率".to_owned(),
        description: "每季度的满意率".to_owned(),
        points: shares.iter().enumerate().map(point).collect(),
    }
}

/// The widths of the rectangles as high as a bar.
fn widths(svg: &str) -> Vec<u64> {
    let bars = svg.split("<rect ").filter(|part| part.contains("height=\"20\""));
    let width = |part: &str| part.split("width=\"").nth(1)?.split('"').next()?.parse().ok();
    bars.map(|part| width(part).unwrap()).collect()
}

#[test]
fn a_chart_is_a_picture_with_title_description_and_every_number() {
    let svg = distribution(&bars(&[("柳林镇机关党支部", [332, 9, 3])]));
    assert!(svg.contains("role=\"img\""));
    assert!(svg.contains("<title>总体评价分布</title>"));
    assert!(svg.contains("<desc>各对象每一等次的票数; 柳林镇机关党支部: 满意 332 · 基本满意 9 · 不满意 3</desc>"));
    assert!(svg.contains(">满意 332 · 基本满意 9 · 不满意 3</tspan>"));
}

#[test]
fn bars_fill_the_width_exactly_and_in_proportion() {
    let svg = distribution(&bars(&[("甲", [1, 1, 1]), ("乙", [332, 9, 3]), ("丙", [u64::MAX; 3])]));
    let widths = widths(&svg);
    assert_eq!(widths.len(), 9);
    for bar in widths.chunks(3) {
        assert_eq!(bar.iter().sum::<u64>(), 718);
    }
    assert_eq!(&widths[..3], [239, 239, 240]);
    assert_eq!(widths[3], 718 * 332 / 344);
}

#[test]
fn nobody_and_nothing_still_make_a_chart() {
    for svg in [
        distribution(&bars(&[])),
        distribution(&bars(&[("空", [0, 0, 0])])),
        turnout(&line(&[], None)),
        turnout(&line(&[0], Some(0))),
        turnout(&line(&[u64::MAX, u64::MAX], Some(u64::MAX))),
        trend(&quarters(&[])),
        trend(&quarters(&[Some((0, 0)), Some((9, 3)), Some((u64::MAX, u64::MAX))])),
    ] {
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{svg}");
    }
}

#[test]
fn a_label_cannot_become_markup_and_needs_no_style_attribute() {
    let svg = distribution(&bars(&[("<script>alert(1)</script>\"&", [1, 2, 3])]));
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"));
    assert!(!svg.contains("style="));
}

#[test]
fn grades_differ_by_pattern_and_not_by_colour_alone() {
    let svg = distribution(&bars(&[("甲", [1, 1, 1])]));
    let fills: Vec<&str> = svg
        .split("<rect ")
        .filter(|part| part.contains("height=\"20\""))
        .map(|part| part.split("fill=\"").nth(1).unwrap().split('"').next().unwrap())
        .collect();
    assert_eq!(fills, ["#57514b", "url(#zy-stripe)", "url(#zy-cross)"]);
    for fill in &fills[1..] {
        assert!(svg.contains(&format!("id=\"{}\"", &fill[5..fill.len() - 1])), "{fill}");
    }
}

#[test]
fn turnout_rises_in_steps_and_writes_its_last_count() {
    let svg = turnout(&line(&[0, 120, 332], Some(344)));
    assert!(svg.contains("<desc>每十分钟收到的票数; 09:20: 332</desc>"));
    assert!(svg.contains(">332<") && svg.contains(">344<") && svg.contains(">09:00<"));
    let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    // Three samples: at the left edge, in the middle, at the right edge; 332 of 344 of 200 units.
    assert_eq!(path, "M64 240H356V171H648V47");
}

#[test]
fn a_long_day_writes_at_most_seven_moments() {
    let counts: Vec<u64> = (0..144).collect();
    let svg = turnout(&line(&counts, None));
    let moments = svg.matches("text-anchor=\"middle\"").count();
    assert!((3..=7).contains(&moments), "{moments}");
}

#[test]
fn a_trend_writes_every_figure_and_joins_only_neighbours_that_have_one() {
    let svg = trend(&quarters(&[Some((5, 10)), Some((10, 10)), None, Some((0, 10))]));
    assert!(svg.contains("<title>各季度满意率</title>"));
    assert!(
        svg.contains("<desc>每季度的满意率; 第1季度: 5/10; 第2季度: 10/10; 第3季度: 没有公布; 第4季度: 0/10</desc>")
    );
    for words in [">5/10</tspan>", ">10/10</tspan>", ">0/10</tspan>", ">第3季度</tspan>", ">没有公布</tspan>"] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    // Four quarters stand in the middle of their parts of 640 units; half is at 152, all at 64, none at 240.
    for circle in ["cx=\"144\" cy=\"152\"", "cx=\"304\" cy=\"64\"", "cx=\"624\" cy=\"240\""] {
        assert!(svg.contains(circle), "{circle}: {svg}");
    }
    assert_eq!(svg.matches("<circle ").count(), 3);
    assert_eq!(svg.matches("stroke=\"#a61b1b\"").count(), 1, "the third quarter parts the last from the others");
    assert!(svg.contains("x1=\"144\" y1=\"152\" x2=\"304\" y2=\"64\""));
}

#[test]
fn the_same_view_gives_the_same_drawing() {
    let view = bars(&[("甲", [1, 2, 3]), ("𠮷", [0, 0, 1])]);
    assert_eq!(distribution(&view), distribution(&view));
}
