"""The words for a calculator's inputs: what people call them, and the answers that are words."""

from collections.abc import Mapping

# That there is no such day, as people read it.
NO_DAYS = {
    "joined": "不是今年",
    "left": "没有离开",
    "signed": "没有补签",
    "ended": "还没离开",
    "interrupted": "没有",
    "suspended_from": "没有",
}
WHOLE_MONTH = "整月"
# What is offered beside the question; each is read like any answer.
LABELS: Mapping[str, list[str]] = {
    "notice": ["是", "否"],
    "insured": ["是", "否"],
    "end": ["今天"],
    **{name: [words] for name, words in NO_DAYS.items()},
}
# What people call each input, besides its title.
CALLED: Mapping[str, str] = {
    "situation": "(?:离职|离开)?的?原因",
    "start": "入职(?:时间|的?日子)?|上班(?:时间|日期)",
    "end": "离职(?:时间|日期|的?日子)|离开(?:时间|的?日子)|最后一天",
    "wage": "月?工资|月薪|薪水|收入|(?:缴费)?基数",
    "notice": "通知",
    "last_wage": "上个?月的?工资",
    "service_months": "工龄|(?:工作)?年限|工作时间|干了多久",
    "workday_hours": "平时(?:的?加班)?|工作日(?:的?加班)?",
    "rest_day_hours": "周末(?:的?加班)?|休息日(?:的?加班)?",
    "holiday_hours": "节假?日(?:的?加班)?|法定(?:节)?假日(?:的?加班)?",
    "total_months": "工龄|工作年限",
    "joined": "入职(?:时间|日期)?",
    "left": "离职(?:时间|日期|的?日子)|离开(?:时间|日期)",
    "taken": "休了(?:几天)?|休过的?(?:天数)?|已休(?:天数)?",
    "untaken": "没休的?|剩(?:下)?的?天数",
    "signed": "补签(?:时间|日期)?|签合同的?(?:时间|日期|日子)",
    "unsigned_months": "没签合同多久|时间|月数",
    "sick_months": "病假(?:时间|长短|多久)?(?!天数)",
    "sick_days": "病假天数|天数",
    "grade": "(?:伤残)?(?:等级|级别)|几级",
    "insured": "工伤保险|参保|社保",
    "injured": "受伤(?:时间|日期)",
    "matter": "要的(?:东西)?|类型",
    "knew": "发生(?:时间|日期|的?日子)?|知道的?日子",
    "ended": "离职(?:时间|日期)|离开(?:时间|日期)",
    "interrupted": "要过的?日子|催要(?:时间|日期)?",
    "suspended_from": "开始停的日子",
    "suspended_to": "停到哪天",
    "payroll": "(?:工资)?总额|总工资",
    "kept_percent": "留成(?:比例)?|比例",
}
# The words of each answer, most telling first; labels count by themselves.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "situation": {
        "resigned": r"自己(?:辞职|提|走|不干)|主动(?:辞职|离职)|我(?:辞职|提的?离职|不想干)|个人原因",
        "agreed": r"协商|谈好|商量",
        "layoff": r"裁员|裁掉|被裁",
        "expiry": r"到期|期满|不续",
        "forced": r"欠薪|拖欠|[没不](?:给)?(?:我)?交社保|[没不](?:给)?(?:我)?缴社保|被迫",
        "without_fault": r"不胜任|胜任不了|生病|医疗期|情况变化|搬迁",
        "illegal": r"违法|无故|没(?:有)?(?:任何)?(?:理由|原因)|无缘无故|2[Nn]",
        "unsure": r"说不清|不清楚|不知道|不好说|辞退|开除|炒|走人",
    },
    "matter": {
        "other": r"其他|别的|补偿|赔偿|[二两双]倍|工伤|社保|年假",
        "arrears": r"欠|工资|薪|加班费",
    },
}
YES_OR_NO: Mapping[str, tuple[str, str]] = {
    "notice": (r"提前|通知了|给了", r"没|未|突然|当天|马上|立刻|口头"),
    "insured": (r"交|缴|参|买|有", r"没|不[交缴]|未|断"),
}
