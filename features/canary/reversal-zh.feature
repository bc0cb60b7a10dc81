# language: zh-CN
@canary
功能: 冲正规则必须报警
  这里的每个场景都必须被名称开头的那条规则判为不合格,而且只被那一条规则判为不合格。

  @case:CNRY-REVERSAL-FIRST @chapter:17 @defect:M26
  场景: reversal.first: 冲正没有结果,下一个顾客的消费已经发出
    假如主机对下一笔消费只记账不应答
    而且主机对下一笔消费冲正无响应,共3次
    当收银员收款75.00元,王芳的卡插卡
    而且收银员收款18.00元,李强的卡刷卡
    而且收银员手工冲正

  @case:CNRY-REVERSAL-WARRANTED-2 @chapter:11 @defect:M14
  场景: reversal.warranted: 退货没有应答,终端竟然冲正退货
    假如收银员已收款320.00元,王芳的卡插卡
    而且主机对下一笔退货只记账不应答
    当收银员退货100.00元
    而且收银员收款18.00元,李强的卡刷卡

  @case:CNRY-REVERSAL-OWN-ORIGINAL-3 @chapter:13 @defect:M20
  场景: reversal.own-original: 撤销冲正指向原消费,而不是撤销本身
    假如收银员已收款860.00元,王芳的卡插卡
    而且主机对下一笔撤销只记账不应答
    当收银员撤销该笔消费
    而且收银员手工冲正

  @case:CNRY-REVERSAL-PERSISTENT-2 @chapter:7 @defect:M29
  场景: reversal.persistent: 主机无应答,终端一口气冲正多次
    假如主机对下一笔消费只记账不应答
    而且主机对下一笔消费冲正无响应,共5次
    当收银员收款75.00元,赵敏的卡插卡
    而且收银员手工冲正
    而且收银员手工冲正
