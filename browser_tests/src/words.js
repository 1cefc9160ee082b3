// Finds on the page what a person would find by reading: a link, a button, a field by its label. Marks it, so that the
// driver can take hold of it, and tells so; waits for it as long as it is told.
const [kind, words, within, patience, tell] = arguments;
const tidy = text => (text || '').replace(/\s+/g, ' ').trim();
const isSeen = one => one.checkVisibility({ visibilityProperty: true })
    && [...one.getClientRects()].some(box => box.right + scrollX > 0 && box.bottom + scrollY > 0);
const says = one => tidy(one.innerText);

const labelled = part => [
    ...[...part.querySelectorAll('label')].map(label => [says(label), label.control]),
    ...[...part.querySelectorAll('[aria-label]')].map(field => [tidy(field.ariaLabel), field]),
];
const kinds = {
    link: part => [...part.querySelectorAll('a[href]')].map(one => [says(one), one]),
    button: part => [...part.querySelectorAll('button')].map(one => [says(one), one]),
    summary: part => [...part.querySelectorAll('summary')].map(one => [says(one), one]),
    label: part => [...part.querySelectorAll('label')].map(one => [says(one), one]),
    field: part => labelled(part).filter(([, field]) => field && field.matches('input, select, textarea')),
};

// What leads to another page, or to another step of this one, leaves its mark, so that one can tell when it is there.
const leave = one => {
    if (one.matches('a[href^="#"]')) {
        if (location.hash === one.hash) return;
        addEventListener('hashchange', () => delete document.body.dataset.left, { once: true });
    } else if (!one.matches('a') && (!one.matches('button') || !one.form || one.form.hasAttribute('hx-get'))) return;
    document.body.dataset.left = 'yes';
};

const find = () => {
    for (const one of document.querySelectorAll('[data-found]')) delete one.dataset.found;
    // The smallest part of the page that says what it stands under: a row, a card, a group of fields.
    const parts = [...document.querySelectorAll('tr, li, p, fieldset, form, details, section, article, main, body')];
    const fitting = parts.filter(part => isSeen(part) && says(part).includes(within));
    // A part without the thing itself stands for the part around it: a heading for its card.
    for (let around of fitting.filter(part => !fitting.some(other => other !== part && part.contains(other)))) {
        for (; around; around = around.parentElement) {
            const found = kinds[kind](around).filter(([text, one]) => isSeen(one) && text.includes(words));
            const [, one] = found.find(([text]) => text === words) || found[0] || [];
            if (one) {
                one.dataset.found = 'yes';
                leave(one);
                one.scrollIntoView({ block: 'center' });
                return true;
            }
        }
    }
    return false;
};

if (find()) {
    tell(true);
} else {
    const watching = new MutationObserver(() => {
        watching.disconnect();
        if (find()) tell(true);
        else watch();
    });
    const watch = () => watching.observe(document, { subtree: true, childList: true, attributes: true });
    watch();
    setTimeout(() => tell(false), patience);
}
