# language: zh-CN
@canary
功能: 资金规则必须报警:单边账、短信、手续费
  这里的每个场景都必须被名称开头的那条规则判为不合格,而且只被那一条规则判为不合格。

  @case:CNRY-BOOKS-AGREE-3 @chapter:8
  场景: books.agree: 撤销在收单行已记账,发卡行批准却漏记账,持卡人没有拿回钱
    假如收银员已收款310.00元,王芳的卡插卡
    而且发卡行批准下一笔撤销却漏记账
    当收银员撤销该笔消费

  @case:CNRY-FEE-FOLLOWS-2 @chapter:9
  场景: fee.follows: 收单行漏收消费的手续费
    假如收单行漏算下一笔消费的手续费
    当收银员收款1000.00元,赵敏的卡插卡

  @case:CNRY-CLAIM-MESSAGE-2 @chapter:18
  场景: claim.message: 退货已入账,银行却没有发短信
    假如收银员已收款200.00元,王芳的卡插卡
    而且银行漏发下一笔退货的短信
    当收银员退货200.00元

  @case:CNRY-POINTS-FOLLOW-2 @chapter:26
  场景: points.follow: 收单行漏记消费的积分
    假如收单行漏算下一笔消费的积分
    当收银员收款1000.00元,赵敏的卡插卡
