# A station of weather: station.py NAME, with properties of Ice behind it.
import sys
import Ice

Ice.loadSlice("weather.ice")
import Weather

PLACES = {
    "harbor": Weather.Place("harbor", 53.5437, 9.9668, 4),
    "summit": Weather.Place("summit", 47.4211, 10.9853, 2962),
    "polder": Weather.Place("polder", 52.6324, 4.7534, -3),
}


class Station(Weather.Station):
    def __init__(self, name):
        self.name, self.days, self.note, self.watchers = name, {}, None, []

    def where(self, current=None):
        return PLACES[self.name]

    def neighbors(self, most, current=None):
        others = [n for n in PLACES if n != self.name]
        return {n: PLACES[n] for n in others[:most]}, len(others) > most

    def report(self, now, current=None):
        day = self.days.setdefault(now.time // 86400000 % 10000, [])
        if day and day[-1].time >= now.time:
            raise Weather.OutOfOrder(now.time // 86400000 % 10000, day[-1])
        day.append(now)
        for w in self.watchers:
            w.changedAsync(self.name, now)

    def latest(self, day, current=None):
        if not self.days.get(day):
            raise Weather.NoReading(day)
        return self.days[day][-1]

    def history(self, sky, most, current=None):
        fits = {d: [r for r in l if sky is Ice.Unset or r.sky == sky] for d, l in self.days.items()}
        return fits if most is Ice.Unset else {d: l[-most:] for d, l in fits.items()}

    def average(self, sky, current=None):
        fits = [r.temperature for l in self.days.values() for r in l if sky is Ice.Unset or r.sky == sky]
        return sum(fits) / len(fits) if fits else Ice.Unset

    def annotate(self, note, current=None):
        last = note
        while last.before:
            last = last.before
        last.before, self.note = self.note, note
        for w in self.watchers:
            w.notedAsync(self.name, note)

    def notes(self, current=None):
        return self.note

    def camera(self, width, height, current=None):
        if width * height > 400:
            raise ValueError("too large")
        return bytes((x * y + x) % 256 for y in range(height) for x in range(width))

    def watch(self, watcher, current=None):
        self.watchers.append(watcher)


with Ice.initialize(sys.argv) as communicator:
    name = sys.argv[1]
    adapter = communicator.createObjectAdapter("Station")
    adapter.add(Station(name), Ice.stringToIdentity(communicator.getProperties().getPropertyWithDefault("Identity", "station/" + name)))
    adapter.activate()
    print("station", name, "is up", flush=True)
    communicator.waitForShutdown()
