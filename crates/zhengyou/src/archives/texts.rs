//! Words for steps, faults and warnings: Chinese, then English.

use archive::{Fault, StepName, Warning};

type Words = (&'static str, &'static str);

/// What a step looks at.
pub const fn step(step: StepName) -> Words {
    match step {
        StepName::Magic => ("首行标记", "the first line"),
        StepName::Form => ("格式唯一、次序、长度", "one form, order and limits"),
        StepName::Digest => ("全文校验值", "the digest of the whole"),
        StepName::Signature => ("轮次签名与副署", "signature and countersignatures"),
        StepName::Opening => ("开评摘要", "the declaration under its opening hash"),
        StepName::Keys => ("公钥与申明一致", "the key is the declared one"),
        StepName::Panels => ("评议组与申明一致", "the panels are the declared ones"),
        StepName::SpentOrder => ("用过名单的次序", "the order of used codes"),
        StepName::TokenKeys => ("盲签公钥与申明一致", "the keys of tokens are the declared ones"),
        StepName::TokenOrder => ("用过的盲签凭证的次序", "the order of used tokens"),
        StepName::TokenSignatures => ("盲签凭证的签名", "the signature of every used token"),
        StepName::TokenCounts => ("盲签凭证的领取、使用、未用", "tokens given out, used and not used add up"),
        StepName::BallotOrder => ("评议票的次序", "the order of ballots"),
        StepName::Root => ("归档根", "the root over the ballots"),
        StepName::Counts => ("发放、回收与票数", "batches, used codes, used tokens and ballots add up"),
        StepName::Release => ("公布的数字", "released figures fit k, the counts and each other"),
        StepName::Openings => ("逐票打开", "every ballot opens"),
        StepName::Tally => ("重新计票", "counted again"),
        StepName::PrintedRoot => ("印发的归档根", "the printed root"),
        StepName::PrintedOpeningHash => ("印发的开评摘要", "the printed opening hash"),
        StepName::Countersignature => ("上级副署", "the countersignature"),
        StepName::Receipt => ("评议人的回执", "judges' receipts"),
        StepName::ReturnedSlip => ("退回的凭证", "slips that came back"),
        StepName::SecondArchive => ("另一份归档包", "another archive"),
    }
}

/// What is wrong.
pub const fn fault(fault: Fault) -> Words {
    match fault {
        Fault::NoArchive => ("这不是本格式的归档包", "this is no archive of this format"),
        Fault::NotText => ("不是 UTF-8 文本", "it is no UTF-8 text"),
        Fault::NotCanonical => ("写法不是唯一的那一种", "it is written in another form than the only one"),
        Fault::NoLine => ("类型、栏目或取值不合格式", "its type, its fields or a value are not of this format"),
        Fault::OutOfOrder => ("这类行不能出现在此处", "a line of this type may not stand here"),
        Fault::TooLong => ("这一行过长", "the line is too long"),
        Fault::CutOff => ("文件不完整", "the file is cut off"),
        Fault::MoreFollows => ("末行之后还有内容", "something follows the last line"),
        Fault::BytesDiffer => ("内容被改动过", "the bytes are not those that were signed"),
        Fault::NoSignature => ("没有签名", "there is no signature"),
        Fault::SignatureWrong => ("轮次签名不符", "the signature does not fit"),
        Fault::CountersignatureWrong => ("有一个副署不符", "a countersignature does not fit"),
        Fault::OpeningHashDiffers => ("申明与开评摘要不符", "the declaration is not the one of the opening hash"),
        Fault::DeclarationUnreadable => ("申明无法读取", "the declaration cannot be read"),
        Fault::OtherRound => ("申明属于另一轮次", "it declares another round"),
        Fault::KeyNotDeclared => ("公钥不是申明的那一把", "the key is not the declared one"),
        Fault::SignedByAnother => ("首个签名出自另一把密钥", "another key signed first"),
        Fault::SignedTwice => ("同一把密钥签了两次", "one key signed twice"),
        Fault::PanelsDiffer => ("评议组与申明不同", "the panels are not the declared ones"),
        Fault::RollDiffers => ("应参加人数与申明不同", "a roll is not the declared one"),
        Fault::LayoutDiffers => ("评议表的内容与申明不同", "a sheet asks something else than was declared"),
        Fault::ObjectsDiffer => ("评议对象与申明不同", "the objects are not the declared ones"),
        Fault::NotAscending => ("没有按从小到大排列，或有重复", "hashes do not ascend, or one stands twice"),
        Fault::TokenKeysDiffer => ("盲签公钥与申明不同", "the keys of tokens are not the declared ones"),
        Fault::TokenKeyMalformed => ("盲签公钥不合格式", "a key of tokens is none in its one form"),
        Fault::TokenKeyTwice => ("两个评议组用了同一把盲签公钥", "two sheets have one key of tokens"),
        Fault::TokenOfNoKey => ("有盲签凭证所属的评议组没有公钥", "a token is of a sheet without a key"),
        Fault::TokenHashDiffers => ("所列的值不是这张盲签凭证的", "the hash is that of another token"),
        Fault::TokenNotSigned => ("盲签凭证不是用本组公钥签的", "the key of its sheet did not sign the token"),
        Fault::TokensDoNotAddUp => {
            ("盲签凭证的使用与未用之和不等于领取", "tokens used and not used are not those given out")
        }
        Fault::TokensDiffer => ("用过的盲签凭证数与所列不符", "used tokens are not as many as are listed"),
        Fault::RetiredKeyUsed => ("已停用的公钥却有凭证被用过", "a token of a retired key was used"),
        Fault::BallotsMiscounted => ("票数与所列不符", "the number of ballots differs"),
        Fault::RootDiffers => ("算出的归档根不同", "the root comes out otherwise"),
        Fault::BatchesOutOfOrder => ("批次没有按编号排列", "batches do not ascend"),
        Fault::BatchOfNoPanel => ("有批次不属于任何评议组", "a batch belongs to no panel"),
        Fault::BatchImpossible => {
            ("凭证批次记有无效纸票，或作废批次记有使用", "a batch of codes has invalid paper, or a void one was used")
        }
        Fault::SpentDiffers => ("用过的凭证码数与各批次之和不符", "used codes are not as many as the batches say"),
        Fault::BallotsDiffer => ("票数与各批次和盲签凭证之和不符", "ballots are not as many as batches and tokens say"),
        Fault::ReleaseUnreadable => ("发布方案无法读取", "the release cannot be read"),
        Fault::ReleaseOfAnother => ("发布方案与申明不符", "the release is not of this declaration"),
        Fault::PanelFiguresDiffer => {
            ("某评议组的收回、有效、空白、无效数对不上", "the ballots of a panel do not add up")
        }
        Fault::ReleaseMalformed => {
            ("发布方案里有位置或表格不合申明", "a position or table has no room in the declaration")
        }
        Fault::BelowMinimum => ("有数字所依据的票数低于阈值 k", "a figure rests on fewer than k"),
        Fault::MoreThanValid => ("有数字多于有效票", "a figure counts more than were valid"),
        Fault::TotalDiffers => ("某对象的合计不等于各组之和", "the total of an object is not the sum of its groups"),
        Fault::PoolDiffers => ("合并块与其中各组不符", "a pool and what stands in it do not fit"),
        Fault::PlaceTotalDiffers => {
            ("某组织的合计不等于其下之和", "the total of a place is not the sum of what is below it")
        }
        Fault::OpinionsDiffer => ("未公开的意见多于收到的意见", "more opinions stay sealed than came"),
        Fault::BallotOfNoPanel => ("有票不属于任何评议组", "a ballot belongs to no panel"),
        Fault::AnswersMalformed => ("票上的回答不合评议表", "the answers do not fit the sheet"),
        Fault::CommitmentDiffers => ("打开的内容与承诺值不符", "the commitment is to other answers"),
        Fault::ValidDiffers => ("重新计票的有效或空白票数不同", "valid or blank ballots come out otherwise"),
        Fault::FigureDiffers => ("重新计票的数字不同", "a figure comes out otherwise"),
        Fault::RootNotPrinted => ("与印发的归档根不同", "another root was printed"),
        Fault::OpeningNotPrinted => ("与印发的开评摘要不同", "another opening hash was printed"),
        Fault::NotCountersigned => ("没有这把公钥的副署", "this key did not countersign"),
        Fault::ReceiptOfAnother => ("回执不是用这个公钥签署的", "a receipt was signed with another key"),
        Fault::BallotMissing => ("回执上的评议票不在其中", "the ballot of a receipt is missing"),
        Fault::CodeUsed => ("退回未用的凭证却被用过", "the code of a slip that came back was used"),
        Fault::OtherUnsound => ("另一份归档包自身未通过核验", "the other archive does not stand by itself"),
        Fault::OtherDiffers => ("两份归档包内容不一致", "the other archive says something else"),
    }
}

/// What refuses nothing and is said all the same.
pub fn warning(warning: Warning) -> (String, String) {
    match warning {
        Warning::BatchDoesNotAddUp(number) => (
            format!("批次 {number} 的发放、使用、退回、遗失对不上，请对照轮次的核对记录"),
            format!("batch {number} does not add up; see the reconciliation of the round"),
        ),
        Warning::BatchNotCounted(number) => {
            (format!("批次 {number} 没有清点退回和遗失"), format!("batch {number} was never counted back"))
        }
        Warning::DaysGoBack => {
            ("有一个步骤的日期早于前一步骤".into(), "a step stands on an earlier day than the one before it".into())
        }
    }
}
