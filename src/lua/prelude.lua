-- What a script finds: the operations, JSON and a few helpers. Only texts cross to the program, through one function.
local cross, debug = ...
local type, tostring, tonumber, error, pcall, xpcall, select, next, pairs, ipairs, setmetatable, getmetatable, rawget, rawset =
  type, tostring, tonumber, error, pcall, xpcall, select, next, pairs, ipairs, setmetatable, getmetatable, rawget, rawset
local concat, sort, unpack = table.concat, table.sort, table.unpack
local format, byte, char, sub, find, gsub, match = string.format, string.byte, string.char, string.sub, string.find, string.gsub, string.match
local mathtype, utf8char, utf8len = math.type, utf8.char, utf8.len
local getinfo, traceback = debug.getinfo, debug.traceback
local textload = load

---------------------------------------------------------------- JSON
local null = setmetatable({}, { __name = 'null', __tostring = function() return 'null' end, __metatable = false })
local arrays, objects = { __name = 'array' }, { __name = 'object' }
local json = { null = null }
function json.array(t) return setmetatable(t or {}, arrays) end
function json.object(t) return setmetatable(t or {}, objects) end

local escapes = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t' }
local function quoted(text)
  if not utf8len(text) then error('a text that is not UTF-8 cannot be written as JSON', 0) end
  return '"' .. gsub(text, '[%c"\\\127]', function(c) return escapes[c] or format('\\u%04x', byte(c)) end) .. '"'
end

local encode
-- A request takes no integer that a double cannot hold.
local sending = false
local function isarray(t)
  local mt = getmetatable(t)
  if mt == arrays then return true elseif mt == objects then return false end
  local n = 0
  for k in next, t do
    if mathtype(k) ~= 'integer' or k < 1 then return false end
    n = n + 1
  end
  return n > 0 and n == #t
end
local function encodetable(t, open, indent)
  if open[t] then error('a table that holds itself cannot be written as JSON', 0) end
  open[t] = true
  local out, inner, line, colon = {}, nil, '', ':'
  if indent then inner = indent .. '  '; line = '\n' .. inner; colon = ': ' end
  local opening, closing = '{', '}'
  if isarray(t) then
    opening, closing = '[', ']'
    for i = 1, #t do out[i] = line .. encode(t[i] == nil and null or t[i], open, inner) end
  else
    local keys = {}
    for k in next, t do
      if type(k) ~= 'string' then error('a key of an object must be a text, not ' .. tostring(k), 0) end
      keys[#keys + 1] = k
    end
    sort(keys)
    for i, k in ipairs(keys) do out[i] = line .. quoted(k) .. colon .. encode(t[k], open, inner) end
  end
  open[t] = nil
  if #out == 0 then return opening .. closing end
  return opening .. concat(out, ',') .. (indent and '\n' .. indent or '') .. closing
end
function encode(v, open, indent)
  local kind = type(v)
  if v == nil or v == null then return 'null'
  elseif kind == 'string' then return quoted(v)
  elseif kind == 'boolean' then return tostring(v)
  elseif kind == 'table' then return encodetable(v, open or {}, indent)
  elseif kind ~= 'number' then error('a ' .. kind .. ' cannot be written as JSON', 0)
  elseif mathtype(v) == 'integer' then
    if sending and (v > 9007199254740991 or v < -9007199254740991) then
      error('the integer ' .. v .. ' cannot be sent without losing digits: send it as a text', 0)
    end
    return format('%d', v)
  elseif v ~= v or v == math.huge or v == -math.huge then error('JSON has no ' .. tostring(v), 0)
  else return format('%.17g', v) end
end
function json.encode(v, options) return encode(v, {}, options and options.pretty and '' or nil) end

local names = { b = '\b', f = '\f', n = '\n', r = '\r', t = '\t', ['"'] = '"', ['\\'] = '\\', ['/'] = '/' }
local function bad(at) error('not JSON at character ' .. at, 0) end
local function hex(text, at) return tonumber(match(text, '^%x%x%x%x', at) or bad(at), 16) end
local function readtext(text, at)
  local parts = {}
  at = at + 1
  while true do
    local stop = find(text, '[%c"\\]', at) or bad(at)
    parts[#parts + 1] = sub(text, at, stop - 1)
    local c = sub(text, stop, stop)
    if c == '"' then return concat(parts), stop + 1 end
    if c ~= '\\' then
      if c ~= '\127' then bad(stop) end
      parts[#parts + 1] = c
      at = stop + 1
    else
      c = sub(text, stop + 1, stop + 1)
      if c == 'u' then
        local code = hex(text, stop + 2)
        at = stop + 6
        if code >= 0xD800 and code < 0xDC00 and sub(text, at, at + 1) == '\\u' then
          local low = hex(text, at + 2)
          if low >= 0xDC00 and low < 0xE000 then
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            at = at + 6
          end
        end
        parts[#parts + 1] = utf8char((code >= 0xD800 and code < 0xE000) and 0xFFFD or code)
      else
        parts[#parts + 1] = names[c] or bad(stop)
        at = stop + 2
      end
    end
  end
end
local function skip(text, at) return find(text, '[^ \t\r\n]', at) or #text + 1 end
local decode
local function readlist(text, at, depth)
  local list = json.array()
  at = skip(text, at + 1)
  if sub(text, at, at) == ']' then return list, at + 1 end
  for i = 1, math.maxinteger do
    list[i], at = decode(text, at, depth)
    at = skip(text, at)
    local c = sub(text, at, at)
    if c == ']' then return list, at + 1 elseif c ~= ',' then bad(at) end
    at = at + 1
  end
end
local function readobject(text, at, depth)
  local object = json.object()
  at = skip(text, at + 1)
  if sub(text, at, at) == '}' then return object, at + 1 end
  while true do
    at = skip(text, at)
    if sub(text, at, at) ~= '"' then bad(at) end
    local key
    key, at = readtext(text, at)
    at = skip(text, at)
    if sub(text, at, at) ~= ':' then bad(at) end
    object[key], at = decode(text, at + 1, depth)
    at = skip(text, at)
    local c = sub(text, at, at)
    if c == '}' then return object, at + 1 elseif c ~= ',' then bad(at) end
    at = at + 1
  end
end
function decode(text, at, depth)
  if depth > 150 then error('JSON nested too deeply', 0) end
  at = skip(text, at)
  local c = sub(text, at, at)
  if c == '{' then return readobject(text, at, depth + 1)
  elseif c == '[' then return readlist(text, at, depth + 1)
  elseif c == '"' then return readtext(text, at)
  elseif sub(text, at, at + 3) == 'true' then return true, at + 4
  elseif sub(text, at, at + 4) == 'false' then return false, at + 5
  elseif sub(text, at, at + 3) == 'null' then return null, at + 4 end
  local digits = match(text, '^-?%d+%.?%d*[eE]?[+-]?%d*', at) or bad(at)
  return tonumber(digits) or bad(at), at + #digits
end
function json.decode(text)
  if type(text) ~= 'string' then error('json.decode takes a text, not a ' .. type(text), 2) end
  local value, at = decode(text, 1, 0)
  if skip(text, at) <= #text then bad(at) end
  return value
end

---------------------------------------------------------------- the crossing
local failure = { __name = 'error', __tostring = function(e)
  return (e.where and e.where .. ': ' or '') .. e.message .. (e.code and ' (' .. e.code .. ')' or '')
end }
local chunk
local function here()
  for level = 2, 60 do
    local info = getinfo(level, 'Sl')
    if not info then return nil end
    if info.source == chunk then return info.short_src .. ':' .. info.currentline end
  end
end
local function asktext(what, text)
  local answer = json.decode(cross(what .. '\n' .. text))
  if answer.error then
    answer.error.where = here()
    error(setmetatable(answer.error, failure), 0)
  end
  return answer
end
local function ask(what, value) return asktext(what, encode(value, {})) end

---------------------------------------------------------------- operations
local function caller(profile, name)
  return function(input)
    if input ~= nil and type(input) ~= 'table' then
      error(name .. ' takes one table of named values, as in ' .. name .. '{…}', 2)
    end
    local copy = json.object()
    for k, v in next, input or {} do copy[k] = v end
    sending = true
    local fine, text = pcall(encode, { profile = profile, name = name, input = copy }, {})
    sending = false
    if not fine then error(text, 2) end
    local answer = asktext('call', text)
    return answer.value, answer.meta
  end
end
local function operations(profile)
  return setmetatable({}, { __metatable = false, __index = function(self, key)
    local name = ask('resolve', { profile = profile, name = tostring(key) }).name
    local fn = caller(profile, name)
    rawset(self, key, fn)
    return fn
  end })
end
local default = operations(null)
local profiles = setmetatable({ default = default }, { __metatable = false, __index = function(self, key)
  if ask('profile', { name = tostring(key) }).allowed then
    local own = operations(tostring(key))
    rawset(self, key, own)
    return own
  end
  return default[key]
end })
local logto = setmetatable({}, { __metatable = false, __index = function(_, key) return default[key] end })
app = { integrations = { logto = profiles } }
_G.logto = logto

function logto.each(fn, params)
  local input = {}
  for k, v in pairs(params or {}) do input[k] = v end
  local page, rows, at, done = input.page or 1, {}, 0, false
  input.page_size = input.page_size or 100
  input.each = true
  return function()
    while at >= #rows do
      if done then return nil end
      input.page = page
      local answer, meta = fn(input)
      if type(answer) == 'table' and meta and meta.rows then answer = answer[meta.rows] end
      if type(answer) ~= 'table' or not meta or getmetatable(answer) ~= arrays then
        error('logto.each takes an operation that lists rows', 2)
      end
      rows, at, page = answer, 0, page + 1
      done = not meta.paged or #rows < input.page_size
    end
    at = at + 1
    return rows[at]
  end
end

---------------------------------------------------------------- helpers
_G.json = json
function print(...)
  local parts = {}
  for i = 1, select('#', ...) do parts[i] = tostring((select(i, ...))) end
  ask('out', concat(parts, '\t') .. '\n')
end
function dump(v) ask('out', (type(v) == 'table' and encode(v, {}, '') or tostring(v)) .. '\n') end
log = {}
for _, level in ipairs { 'info', 'warn' } do
  log[level] = function(...)
    local parts = {}
    for i = 1, select('#', ...) do parts[i] = tostring((select(i, ...))) end
    ask('log', { level = level, text = concat(parts, ' ') })
  end
end
env = { get = function(name)
  local value = ask('env', { name = tostring(name) }).value
  if value ~= null then return value end
end }
fs = {
  read = function(path) return ask('read', { path = tostring(path) }).value end,
  write = function(path, text) ask('write', { path = tostring(path), text = tostring(text) }) end,
}
time = { now = function() return ask('now', null).value end }
function sleep(seconds) ask('sleep', { seconds = tonumber(seconds) or error('sleep takes a number of seconds', 2) }) end

---------------------------------------------------------------- what is left of the standard library
os = { time = os.time, clock = os.clock, date = os.date }
string.dump = nil
dofile, loadfile, require, package, io, _G.debug, warn, collectgarbage = nil, nil, nil, nil, nil, nil, nil, nil
local absent = {}
function load(source, name, _, ...)
  if type(source) == 'function' then
    local parts = {}
    while true do
      local part = source()
      if part == nil or part == '' then break end
      parts[#parts + 1] = part
    end
    source = concat(parts)
  end
  if select('#', ...) > 0 then return textload(source, name, 't', (...)) end
  return textload(source, name, 't')
end

---------------------------------------------------------------- the script
local script = ask('script', null)
chunk = script.chunk
arg = script.arg
arg[0] = script.name
local main, wrong = textload(script.source, chunk, 't')
if not main then return ask('end', { kind = 'syntax', message = wrong }) end
local ended = {}
local ok, result = xpcall(function() return main(unpack(arg)) end, function(e)
  if getmetatable(e) == failure then return { id = e.id, message = tostring(e), where = e.where } end
  return { message = tostring(e) }
end)
if not ok then
  if type(result) ~= 'table' then result = { message = tostring(result) } end
  return ask('end', { kind = 'error', id = result.id, message = result.message, where = result.where })
end
local fine, text = pcall(encode, result, {}, '')
ask('end', { kind = 'done', none = result == nil, text = fine and text or encode(tostring(result)), plain = type(result) ~= 'table' and tostring(result) or nil })
