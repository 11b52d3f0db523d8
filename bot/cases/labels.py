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
