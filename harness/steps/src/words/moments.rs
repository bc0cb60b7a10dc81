//! Moments, in the words of the trade: "the sale's answer is under way", "主机已记账消费".

use std::str::FromStr;

use cucumber::Parameter;
use rig::Moment;

use super::{ClassWords, NoSuchWord, rest};

/// A moment at which something breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MomentWords(pub(crate) Moment);

/// Moments that are one word of the vocabulary.
const FIXED: &[(&str, &str, &str)] = &[
    ("the amount is asked for", "提示输入金额", "screen.enter-amount"),
    ("the card is asked for", "提示出示卡片", "screen.present-card"),
    ("the card is presented", "卡片已出示", "card.in"),
    ("the application of the card is selected", "选择卡片应用", "apdu.select"),
    ("the chip is read", "读取芯片", "apdu.read-record"),
    ("the PIN is asked for", "提示输入密码", "screen.enter-pin"),
    ("the card makes its first decision", "第一次GENERATE AC", "apdu.generate-ac-1"),
    ("the terminal is connected", "终端已连接", "line.connected"),
    ("the card makes its second decision", "第二次GENERATE AC", "apdu.generate-ac-2"),
    ("the card has decided", "卡片已应答第二次GENERATE AC", "card.decided"),
    ("the script's command goes to the card", "向卡片发送脚本命令", "apdu.put-data"),
    ("the card has answered the script's command", "卡片已应答脚本命令", "card.scripted"),
    ("the approval is shown", "显示交易成功", "screen.approved"),
    ("the first line of the slip is printed", "打印出第一行", "paper.first-line"),
    ("the slip is cut", "签购单切纸", "paper.cut"),
    ("the merchant's copy is to be torn off", "提示撕下商户存根", "screen.tear-slip"),
    ("the card is to be taken", "提示取卡", "screen.remove-card"),
    ("the terminal announces an approval", "终端提示交易成立", "screen.recovered-approved"),
    ("the terminal announces a reversal", "终端提示交易将冲正", "screen.recovered-reversed"),
    ("the terminal sends the pending reversal", "终端正在冲正", "screen.reversing"),
    ("the terminal is idle", "终端回到待机", "screen.idle"),
    ("the settlement is shown as done", "显示结算完成", "screen.settled"),
    ("a signature is asked for", "提示签名", "screen.sign-pad"),
    ("the signature is shown as taken", "显示已签名", "screen.signature-taken"),
    ("a payment code is asked for", "提示出示付款码", "screen.scan-code"),
    ("a code is shown", "显示收款码", "screen.show-code"),
    ("the order is called closed", "提示订单关闭", "screen.order-closed"),
];

/// Moments of a message: what stands behind its class, and the event's stem.
const OF_A_CLASS: &[(&str, &str, &str)] = &[
    ("'s request is under way", "请求在途", "line.request."),
    (" has reached the host", "请求到达主机", "host.took."),
    (" is booked and the answer has not left", "已记账而应答未发出", "host.booked."),
    (" is decided and the answer has not left", "已处理而应答未发出", "host.answered."),
    ("'s answer is under way", "应答在途", "line.answer."),
    ("'s answer has arrived", "应答已到达", "line.delivered."),
];

impl Parameter for MomentWords {
    const REGEX: &'static str = concat!(
        r"(?:the amount is asked for|the card is asked for|the card is presented|",
        r"the application of the card is selected|the chip is read|the PIN is asked for|",
        r"the card makes its (?:first|second) decision|the terminal is connected|the card has decided|",
        r"the script's command goes to the card|the card has answered the script's command|",
        r"the approval is shown|the first line of the slip is printed|line \d{1,3} of the paper is printed|",
        r"the slip is cut|the merchant's copy is to be torn off|the card is to be taken|",
        r"a signature is asked for|the signature is shown as taken|a payment code is asked for|a code is shown|the order is called closed|",
        r"the terminal announces an approval|the terminal announces a reversal|",
        r"the terminal sends the pending reversal|the terminal is idle|the settlement is shown as done|",
        r"the terminal writes record \d{1,3}|record \d{1,3} is being made durable|the terminal clears record \d{1,3}|",
        r"batch upload \d{1,3} (?:is under way|has reached the host)|",
        r"the (?:completion advice|script advice|offline sale|(?:pre-authorisation|completion)(?: void)?(?: reversal)?|",
        r"sale reversal|partial reversal|void reversal|wallet (?:payment|query|cancellation|refund)|code payment|",
        r"sale|void|refund|balance enquiry|query|sign-on|sign-off|line test|settlement|signature|batch upload|batch end)",
        r"(?:'s request is under way| has reached the host| is booked and the answer has not left|",
        r" is decided and the answer has not left|'s answer is under way|'s answer has arrived)|",
        r"提示输入金额|提示出示卡片|卡片已出示|选择卡片应用|读取芯片|提示输入密码|第一次GENERATE AC|终端已连接|",
        r"第二次GENERATE AC|卡片已应答第二次GENERATE AC|向卡片发送脚本命令|卡片已应答脚本命令|显示交易成功|打印出第一行|打印到第\d{1,3}行|签购单切纸|提示撕下商户存根|提示取卡|",
        r"终端提示交易成立|终端提示交易将冲正|终端正在冲正|终端回到待机|显示结算完成|终端清除第\d{1,3}条记录|第\d{1,3}次批上送(?:在途|到达主机)|终端写第\d{1,3}条记录|第\d{1,3}条记录落盘|",
        r"提示签名|显示已签名|提示出示付款码|显示收款码|提示订单关闭|",
        r"(?:预授权完成通知|脚本结果通知|脱机消费|预授权(?:完成)?(?:撤销)?(?:冲正)?|付款码支付|收款码支付|扫码查询|扫码撤销|扫码退款|消费冲正|部分冲正|撤销冲正|消费|撤销|退货|余额查询|交易查询|签到|签退|线路测试|结算|电子签名|批上送(?:结束)?)",
        r"(?:请求在途|请求到达主机|已记账而应答未发出|已处理而应答未发出|应答在途|应答已到达))",
    );
    const NAME: &'static str = "moment";
}

impl FromStr for MomentWords {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        if let Some((.., event)) =
            FIXED.iter().find(|(english, chinese, _)| text == *english || text == *chinese)
        {
            return Ok(Self(Moment::first(*event)));
        }
        let numbered = [
            ("line ", " of the paper is printed", "paper.line"),
            ("打印到第", "行", "paper.line"),
            ("the terminal writes record ", "", "store.write"),
            ("终端写第", "条记录", "store.write"),
            ("record ", " is being made durable", "store.flush"),
            ("第", "条记录落盘", "store.flush"),
            ("the terminal clears record ", "", "store.erase"),
            ("终端清除第", "条记录", "store.erase"),
            ("batch upload ", " is under way", "line.request.batch-upload"),
            ("第", "次批上送在途", "line.request.batch-upload"),
            ("batch upload ", " has reached the host", "host.took.batch-upload"),
            ("第", "次批上送到达主机", "host.took.batch-upload"),
        ];
        for (before, behind, event) in numbered {
            let figure = text.strip_prefix(before).and_then(|t| t.strip_suffix(behind));
            if let Some(nth) = figure.and_then(|figure| figure.parse().ok()).filter(|nth| *nth > 0) {
                return Ok(Self(Moment::nth(event, nth)));
            }
        }
        for (english, chinese, stem) in OF_A_CLASS {
            let english = text.strip_prefix("the ").and_then(|t| t.strip_suffix(english));
            let class: Option<ClassWords> = rest(english.or_else(|| text.strip_suffix(chinese)));
            if let Some(ClassWords(class)) = class {
                return Ok(Self(Moment::first(format!("{stem}{}", class.name()))));
            }
        }
        Err(NoSuchWord(text.to_owned()))
    }
}

/// Every moment in words, English and Chinese, for the phrase book.
pub(crate) fn all() -> Vec<(String, String)> {
    let fixed = FIXED.iter().map(|(english, chinese, _)| ((*english).to_owned(), (*chinese).to_owned()));
    let classed = OF_A_CLASS
        .iter()
        .map(|(english, chinese, _)| (format!("the {{class}}{english}"), format!("{{class}}{chinese}")));
    let numbered = [
        ("line {n} of the paper is printed", "打印到第{n}行"),
        ("the terminal writes record {n}", "终端写第{n}条记录"),
        ("record {n} is being made durable", "第{n}条记录落盘"),
        ("the terminal clears record {n}", "终端清除第{n}条记录"),
        ("batch upload {n} is under way", "第{n}次批上送在途"),
        ("batch upload {n} has reached the host", "第{n}次批上送到达主机"),
    ];
    fixed.chain(classed).chain(numbered.map(|(e, c)| (e.to_owned(), c.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn every_moment_is_found_by_the_pattern_and_exists_in_the_catalogue() {
        let whole = Regex::new(&format!("^{}$", MomentWords::REGEX)).expect("a pattern");
        for (english, chinese) in all() {
            for text in [
                english.replace("{class}", "sale").replace("{n}", "3"),
                chinese.replace("{class}", "消费").replace("{n}", "3"),
            ] {
                assert!(whole.is_match(&text), "{text}");
                let MomentWords(moment) = text.parse().expect("a moment");
                let Moment::Event { name, .. } = moment else { panic!("{text} is an event") };
                assert!(rig::event_info(&name).is_some(), "{text}: {name}");
            }
        }
    }

    #[test]
    fn both_languages_mean_the_same() {
        for (english, chinese) in all() {
            let english = english.replace("{class}", "void reversal").replace("{n}", "2");
            let chinese = chinese.replace("{class}", "撤销冲正").replace("{n}", "2");
            assert_eq!(english.parse::<MomentWords>(), chinese.parse::<MomentWords>());
        }
    }
}
