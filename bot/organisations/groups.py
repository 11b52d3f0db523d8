"""Special groups of workers that unions serve in their own ways (opinion 五（二）3)."""

# Their names in the code, with the words that people read. The first five are the opinion's; drivers joined them since.
GROUPS = {
    "domestic": "家政服务员",
    "courier": "快递（物流）员",
    "care": "护工护理员",
    "estate_agent": "房产中介员",
    "rider": "网约送餐员",
    "driver": "网约车、货车司机",
}
