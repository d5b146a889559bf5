"""What a survey of the sensors asks by libow, over a connection that stays."""

import onewire

with onewire.Onewire("-s localhost:4304") as bus:
    print(bus.sensor("01.000001FE0D00").type)
    for place in ["28.000028D70100/temphigh", "21.000021DE0600/udate", "20.000020DF0500/volt.A", "30.000030CF0A00/volthours"]:
        print(bus.get("/" + place))
    bus.set("/23.000023DC0800/pages/page.1", "Filter changed in May")
    bus.set("/28.000028D70100/templow", "-12.5")
    print(bus.get("/23.000023DC0800/pages/page.1"), bus.get("/settings/units"))
