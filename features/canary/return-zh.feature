# language: zh-CN
@canary
功能: 退货规则和"再无交易"的要求必须报警
  这里的每个场景都必须被名称开头的那条规则判为不合格,而且只被那一条规则判为不合格。

  @case:CNRY-REFUND-WITHIN-2 @chapter:12 @defect:M42
  场景: refund.within: 一笔退货就超过了原消费金额,终端照发不误
    假如收银员已收款100.00元,赵敏的卡插卡
    当收银员退货120.00元

  @case:CNRY-ABSENCE-BOUNDED @chapter:11 @defect:M55
  场景: absence.bounded: 退货结果未知已报人工处理,终端重启后自作主张又发了一次
    假如收银员已收款200.00元,王芳的卡插卡
    而且主机对下一笔退货无响应
    当收银员无卡退货200.00元
    那么此后24小时内再无交易,重启后亦然
