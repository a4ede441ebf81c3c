-- The functions beside the API: output, files, time, JSON.
local host, options, own = ...
local type, tostring, pairs, ipairs = type, tostring, pairs, ipairs
local pack, concat, match, format, date = table.pack, table.concat, string.match, string.format, os.date
local json, ask, plain, raise = own.json, own.ask, own.plain, own.raise
local null = json.null

-- Functions that the program answers, by their dotted names: `fs.read`, `sleep`, and what others add.
for _, name in ipairs(options.helpers) do
  local group, short = match(name, "^(%w+)%.(%w+)$")
  local function helper(...)
    local arguments = pack(...)
    local given = json.array()
    for index = 1, arguments.n do given[index] = arguments[index] == nil and null or arguments[index] end
    return plain((ask(name, given)))
  end
  if group then
    _G[group] = _G[group] or {}
    _G[group][short] = helper
  else
    _G[name] = helper
  end
end

time = { now = host.now }
function time.iso(milliseconds)
  local at = milliseconds == nil and host.now() or milliseconds
  local seconds = type(at) == "number" and at // 1000 | 0
  if not seconds then raise("time.iso takes milliseconds since 1970, such as a user's createdAt") end
  return date("!%Y-%m-%dT%H:%M:%S", seconds) .. format(".%03dZ", at % 1000 // 1 | 0)
end

-- Output.
local function joined(...)
  local texts = pack(...)
  for index = 1, texts.n do texts[index] = tostring(texts[index]) end
  return concat(texts, "\t", 1, texts.n)
end

function print(...)
  host.print(joined(...) .. "\n")
end

for level, write in pairs(log) do
  log[level] = function(...) write(joined(...)) end
end

function dump(...)
  local values = pack(...)
  for index = 1, values.n do
    local value = values[index]
    values[index] = type(value) == "table" and not own.is_failure(value) and json.show(value) or tostring(value)
  end
  host.print(concat(values, "\t", 1, values.n) .. "\n")
end

local last_progress = -math.huge
local show_progress = progress
function progress(done, of)
  local now = host.now()
  if type(done) == "number" and now - last_progress < 100 and done ~= of then return end
  last_progress = now
  show_progress(done, of)
end

-- JSON.
local public_json = { null = null, array = json.array, object = json.object }
_G.json = public_json
-- What a table would be as JSON; an empty one without a mark is an object.
function public_json.is_array(value) return type(value) == "table" and json.is_list(value) end
function public_json.is_object(value) return type(value) == "table" and not json.is_list(value) end
function public_json.encode(value, settings)
  local written, problem = json.encode(value, settings and settings.pretty)
  if not written then raise("json.encode: cannot write " .. problem) end
  return written
end
function public_json.decode(written)
  if type(written) ~= "string" then raise("json.decode takes a string") end
  local ok, value = host.decode(written)
  if not ok then raise("json.decode: " .. value) end
  return value
end
