"""What people call the kinds of cases and the matters that they are about."""

from bot.cases.model import CONSULTATION, GRIEVANCE, HARDSHIP, LEGAL_AID, MEDIATION, RISK_REPORT, UPPER_UNION

KINDS = {
    GRIEVANCE: "诉求",
    LEGAL_AID: "法律援助",
    HARDSHIP: "困难帮扶",
    MEDIATION: "调解",
    UPPER_UNION: "请上级工会介入",
    RISK_REPORT: "风险报告",
    CONSULTATION: "咨询",
}
# The areas of the topics (the files of data/knowledge).
MATTERS = {
    "wage": "工资报酬",
    "contract": "劳动合同",
    "hours": "工时加班",
    "leave": "休息休假",
    "termination": "离职解雇",
    "insurance": "社会保险",
    "injury": "工伤",
    "safety": "劳动安全",
    "women": "女职工保护",
    "gig": "新就业形态",
    "dispute": "劳动争议",
    "dispute_work": "争议调解工作",
    "join": "入会会籍",
    "card": "会员卡",
    "setup": "建会",
    "benefit": "普惠福利",
    "service": "工会服务",
    "reform": "工会改革",
    "fund": "工会经费",
    "chair": "工会主席",
    "bargain": "集体协商",
    "congress": "职代会",
}
# What people say for a matter or a kind of case when they mean their own: 社保那个, 援助那张.
SPOKEN = {
    "wage": r"工资|欠薪|薪水|薪|工钱|欠钱|讨薪|拖欠|奖金|提成",
    "contract": r"合同",
    "hours": r"加班|工时|上班时间",
    "leave": r"年假|休假|请假|休息|病假|产假",
    "termination": r"辞退|开除|解雇|裁员|离职|赔偿|补偿",
    "insurance": r"社保|保险|五险|公积金|医保",
    "injury": r"工伤|受伤",
    "safety": r"安全|防护|高温",
    "women": r"女职工|怀孕|产假|哺乳|骚扰",
    "gig": r"骑手|外卖|平台|跑单",
    "join": r"入会|会员",
    "fund": r"经费|会费",
    LEGAL_AID: r"法律|援助|律师|打官司",
    HARDSHIP: r"困难|帮扶|补助|救助",
    MEDIATION: r"调解|调停",
    UPPER_UNION: r"上级|介入",
    RISK_REPORT: r"风险",
    CONSULTATION: r"咨询",
}
