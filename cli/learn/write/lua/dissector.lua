-- What follows is the same for each protocol: it lays the tables above over messages.

local proto = Proto(name, title)
proto.fields = fields
local misfit = ProtoExpert.new(name .. ".misfit", "Fits no layout", expert.group.MALFORMED, expert.severity.WARN)
local unknown = ProtoExpert.new(name .. ".unknown", "Of no known kind", expert.group.UNDECODED, expert.severity.NOTE)
proto.experts = { misfit, unknown }

local max_value = 1073741824 -- of what gives a length
local max_elements = 65536

local function number(range, little)
  if range:len() <= 4 then
    return little and range:le_uint() or range:uint()
  end
  return (little and range:le_uint64() or range:uint64()):tonumber()
end

-- moment is the time in a range, nil if the table does not say how it stands there.
local function moment(field, range)
  local seconds, nanoseconds = nil, 0
  local function split(value, per)
    seconds = (value / UInt64(per)):tonumber()
    return (value % UInt64(per)):tonumber() * (1000000000 / per)
  end
  local half = range:len() == 8 and 4 or 8
  local function rest()
    return number(range(half, range:len() - half), field.little)
  end
  local unit = field.unit
  if unit == "s+us" or unit == "s+ns" then
    seconds = number(range(0, half), field.little)
    nanoseconds = rest() * (unit == "s+us" and 1000 or 1)
  elseif range:len() > 8 then
    return nil
  else
    local value = field.little and range:le_uint64() or range:uint64()
    if unit == "s" then
      seconds = value:tonumber()
    elseif unit == "ms" then
      nanoseconds = split(value, 1000)
    elseif unit == "us" then
      nanoseconds = split(value, 1000000)
    elseif unit == "ns" then
      nanoseconds = split(value, 1000000000)
    elseif unit == "ntp" then
      seconds = value:rshift(32):tonumber()
      nanoseconds = math.floor(value:band(UInt64(0xffffffff)):tonumber() * 1000000000 / 4294967296)
    end
  end
  if not seconds or nanoseconds >= 1000000000 then
    return nil
  end
  seconds = seconds - field.since
  if seconds < 0 or seconds > 4294967295 then
    return nil
  end
  return NSTime.new(math.floor(seconds), math.floor(nanoseconds))
end

-- show adds a field to the tree.
local function show(field, range, tree)
  local shown = field.shown
  if not shown or range:len() == 0 then
    return
  end
  if field.unit then
    local time = moment(field, range)
    if time then
      tree:add(shown, range, time)
      return
    end
    tree:add(field.raw, range)
  elseif field.little then
    tree:add_le(shown, range)
  else
    tree:add(shown, range)
  end
end

-- holds is whether a condition does.
local function holds(only, values)
  return (only[values[only.asked]] or false) == only.is
end

-- size is how many bytes a field has that begins at an offset, nil and why if that can't
-- be told.
local function size(field, tvb, at, stop, values)
  local how, n = field.how, field.n
  if how == "fixed" then
    return n
  elseif how == "rest" then
    return stop - at - n
  elseif how == "align" then
    return n < 2 and 0 or (n - (at - (values.base or 0)) % n) % n
  elseif how == "until" then
    for i = at, stop - 1 do
      if tvb(i, 1):uint() == n then
        return i + 1 - at
      end
    end
    return nil, "nothing ends " .. field.name
  end
  local value = values[field.by]
  if field.only and not holds(field.only, values) then
    return 0
  elseif field.none and value >= 2 ^ (8 * field.none) - 1 then -- -1 stands for no bytes
    return 0
  elseif value > max_value then
    return nil, field.name .. " can't be that long"
  end
  return math.max(0, value * field.scale + field.add)
end

-- lay lays fields over a message from an offset to a stop, and adds them to the tree, if
-- that is there. It returns where they end, and the numbers that others follow, nil and why
-- if they don't fit.
local lay

local function elements(field, tvb, at, stop, values, tree)
  local count
  if not field.list then
    count = 1
  elseif field.optional then
    count = holds(field.only, values) and 1 or 0
  elseif not field.open and not field.last then
    count = values[field.by]
    if count > max_elements or count + field.more < 0 then
      return nil, field.name .. " can't have so many elements"
    end
    count = count + field.more
  end
  stop = stop - field.less
  local i, finished = 0, false
  while not finished and (count and i < count or not count and (field.last or at < stop)) do
    local sub
    if tree and at < tvb:len() then
      sub = tree:add(tvb(at), field.list and field.name .. " " .. i or field.name)
    end
    local after, why, own = lay(field.items, tvb, at, stop, values, sub)
    if not after then
      return nil, why
    elseif not count and after == at then
      return nil, "an element of " .. field.name .. " is empty"
    end
    if sub then
      sub:set_len(after - at)
    end
    finished = field.last and holds(field.last, own)
    at, i = after, i + 1
  end
  return at
end

-- run is the same of elements that fill a number of bytes: a base from which multiples count.
local function run(field, tvb, at, stop, values, tree)
  local n, why = size(field, tvb, at, stop, values)
  if not n then
    return nil, why
  elseif n > stop - at then
    return nil, "too few bytes for " .. field.name
  end
  local inner = setmetatable({ base = at }, { __index = values })
  local after, reason = elements(field, tvb, at, at + n, inner, tree)
  if after ~= at + n then
    return nil, reason or field.name .. " has bytes behind its last element"
  end
  return after
end

lay = function(list, tvb, at, stop, outer, tree)
  local values = setmetatable({}, { __index = outer })
  for _, field in ipairs(list) do
    if field.items then
      local after, why
      if field.how == "by" then
        after, why = run(field, tvb, at, stop, values, tree)
      else
        after, why = elements(field, tvb, at, stop, values, tree)
      end
      if not after then
        return nil, why
      end
      at = after
    else
      local n, why = size(field, tvb, at, stop, values)
      if not n then
        return nil, why
      elseif n < 0 or n > stop - at then
        return nil, "too few bytes for " .. field.name
      end
      if n > 0 then
        local range = tvb(at, n)
        if field.steers then
          values[field.id] = number(range, field.little)
        end
        if tree then
          show(field, range, tree)
        end
      end
      at = at + n
    end
  end
  return at, nil, values
end

-- fits returns the kind of a message, nil and why if there is none.
local function kind_of(from, tvb)
  local why
  for _, kind in ipairs(kinds) do
    local fits = kind.from == from
    for _, value in ipairs(fits and kind.select or {}) do
      if value.n == 0 then
        fits = fits and tvb:len() == value.value
      else
        fits = fits and value.at + value.n <= tvb:len() and
          tostring(tvb(value.at, value.n):bytes()):lower() == value.value
      end
    end
    if fits then
      local at, reason = lay(kind.fields, tvb, 0, tvb:len(), {}, nil)
      if at == tvb:len() then
        return kind
      end
      why = why or reason or "bytes are left behind the last field"
    end
  end
  return nil, why
end

-- dissect shows a message.
local function dissect(from, tvb, pinfo, tree)
  local kind, why = kind_of(from, tvb)
  local item = tree:add(proto, tvb())
  pinfo.cols.protocol = title
  if kind then
    item:append_text(": " .. kind.name)
    item:add(kind_field, tvb(), kind.name):set_generated()
    pinfo.cols.info = kind.name
    lay(kind.fields, tvb, 0, tvb:len(), {}, item)
  elseif why then
    item:add_proto_expert_info(misfit, why)
  else
    item:add_proto_expert_info(unknown)
  end
end

local direction = Field.new("frame.packet_flags_direction")
local interface = Field.new("frame.interface_name")
local comment = Field.new("frame.comment")
local data = Field.new("data.data")

-- servers are the addresses that what went to the socket went to.
local servers = {}

-- sender is who sent a packet, "client" or "server", nil if it does not belong to the
-- socket.
local function sender(pinfo)
  local way, name = direction(), interface()
  if not way then
    return nil
  end
  local to_server = way.value == 1
  local here = not name or socket == "" or name.value == socket
  if to_server and here then
    servers[tostring(pinfo.dst)] = true
    return "client"
  elseif to_server then
    return nil
  end
  -- It goes by the name of the client, if that has one.
  local said = comment()
  if here or servers[tostring(pinfo.src)] or said and said.value:find("names=" .. socket .. ">", 1, true) then
    return "server"
  end
end

-- first_of has the number of the packet in which the first message of each direction of
-- a stream ends.
local first_of = {}

-- greetings has, of each direction of a stream, which of its packets may greet, and how many those are.
local greetings = {}

-- greets reports whether a packet is one of the first of a stream that say something else than messages
-- with a length: where they are no such messages to their end, each is one message.
local function greets(framing, stream, tvb, number)
  if not framing.greeting then
    return false
  end
  local first = greetings[stream] or { count = 0 }
  greetings[stream] = first
  if not first[number] and first.count < framing.greeting then
    first[number] = true
    first.count = first.count + 1
  end
  local at = 0
  while first[number] and at < tvb:len() do
    local n = framing.finish(tvb(at):tvb())
    if not n or n < 1 or n > tvb:len() - at then
      return true
    end
    at = at + n
  end
  return false
end

-- cut dissects the messages in bytes of a stream. If the last one is not whole, it asks for
-- more, where it can.
local function cut(from, tvb, pinfo, tree, can_ask)
  local framing = framings[from]
  local stream = table.concat({ tostring(pinfo.src), tostring(pinfo.dst), pinfo.src_port, pinfo.dst_port, from }, " ")
  if greets(framing, stream, tvb, pinfo.number) then
    dissect(from, tvb, pinfo, tree)
    return
  end
  local at = 0
  while at < tvb:len() do
    local rest = tvb(at):tvb()
    local is_first = not first_of[stream] or first_of[stream] == pinfo.number and at == 0
    local finish = framing.finish
    if is_first and framing.first then
      finish = framing.first
    end
    local n = finish(rest)
    local whole = n and n <= rest:len()
    if n and n < 1 or not whole and not can_ask then
      dissect(from, rest, pinfo, tree)
      return
    elseif not whole then
      pinfo.desegment_offset = at
      pinfo.desegment_len = n and n - rest:len() or DESEGMENT_ONE_MORE_SEGMENT
      return
    end
    first_of[stream] = first_of[stream] or pinfo.number
    dissect(from, rest(0, n):tvb(), pinfo, tree)
    at = at + n
  end
end

local done = {} -- numbers of packets that were dissected by their port

function proto.dissector(tvb, pinfo, tree)
  local from = sender(pinfo)
  if not from then
    return 0
  end
  done[pinfo.number] = true
  if framings[from] then
    cut(from, tvb, pinfo, tree, true)
  else
    dissect(from, tvb, pinfo, tree)
  end
  return tvb:len()
end

local datagrams = Proto(name .. "_data", title .. " (without a port)")

function datagrams.dissector(_, pinfo, tree)
  local bytes = data()
  local from = bytes and not done[pinfo.number] and sender(pinfo)
  if from and framings[from] then
    cut(from, bytes.range:tvb(), pinfo, tree, false)
  elseif from then
    dissect(from, bytes.range:tvb(), pinfo, tree)
  end
end

register_postdissector(datagrams)
for _, ports in ipairs({ "tcp.port", "udp.port" }) do
  DissectorTable.get(ports):add(61000, proto)
end
