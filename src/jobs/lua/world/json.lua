-- JSON from Lua values. Decoding is the host's: it knows where an integer of 64 bits begins.
local host, _, own = ...
local type, pairs, next, tostring, tonumber = type, pairs, next, tostring, tonumber
local getmetatable, setmetatable, rawget, rawlen = getmetatable, setmetatable, rawget, rawlen
local format, gsub, byte, find = string.format, string.gsub, string.byte, string.find
local concat, math_type, utf8_len, sort = table.concat, math.type, utf8.len, table.sort

local array_mark = { __name = "json.array" }
local object_mark = { __name = "json.object" }
host.marks(array_mark, object_mark)
local null = host.null

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }
local function escape(character)
  return escapes[character] or format("\\u%04x", byte(character))
end

local function text(value)
  if not utf8_len(value) then return nil, "a string that is not UTF-8" end
  return '"' .. gsub(value, '[%c"\\]', escape) .. '"'
end

local function number(value)
  if math_type(value) == "integer" then return format("%d", value) end
  if value ~= value or value == 1 / 0 or value == -1 / 0 then return nil, "the number " .. tostring(value) end
  for digits = 15, 17 do
    local written = format("%." .. digits .. "g", value)
    if tonumber(written) == value then return written end
  end
end

-- A table is a list when it is marked as one, or when its keys are 1 to n without a gap.
local function is_list(value)
  local mark = getmetatable(value)
  if mark == array_mark then return true end
  if mark == object_mark then return false end
  local length = rawlen(value)
  if length == 0 then return false end
  local count = 0
  for _ in next, value do count = count + 1 end
  return count == length
end

local deepest, deepest_shown = 200, 12

-- Writes into `out`; returns nothing, or what cannot be written. `pad` is the indentation, or nil for one line. `loose`
-- is for people: what JSON cannot say is shown as Lua shows it.
local function write(value, out, depth, pad, loose)
  local kind = type(value)
  if value == nil or value == null then
    out[#out + 1] = "null"
  elseif kind == "boolean" then
    out[#out + 1] = tostring(value)
  elseif kind == "number" or kind == "string" then
    local written, problem = (kind == "number" and number or text)(value)
    if not written and not loose then return problem end
    out[#out + 1] = written or tostring(value)
  elseif kind ~= "table" then
    if not loose then return "a " .. kind end
    out[#out + 1] = tostring(value)
  elseif depth >= deepest or loose and depth >= deepest_shown then
    if not loose then return "a table that holds itself, or is nested too deeply" end
    out[#out + 1] = "…"
  else
    local inner = pad and pad .. "  "
    local list = is_list(value)
    local first = true
    local function separate()
      out[#out + 1] = (first and "" or ",") .. (inner and "\n" .. inner or "")
      first = false
    end
    out[#out + 1] = list and "[" or "{"
    if list then
      for index = 1, rawlen(value) do
        separate()
        local problem = write(rawget(value, index), out, depth + 1, inner, loose)
        if problem then return problem end
      end
    else
      local keys = {}
      for key in next, value do
        if type(key) ~= "string" and not loose then return "a table with a key that is a " .. type(key) end
        keys[#keys + 1] = key
      end
      sort(keys, function(one, other) return tostring(one) < tostring(other) end)
      for _, key in pairs(keys) do
        separate()
        local name, problem = (type(key) == "string" and text or tostring)(key)
        if not name and not loose then return problem end
        out[#out + 1] = (name or tostring(key)) .. (inner and ": " or ":")
        problem = write(rawget(value, key), out, depth + 1, inner, loose)
        if problem then return problem end
      end
    end
    if pad and not first then out[#out + 1] = "\n" .. pad end
    out[#out + 1] = list and "]" or "}"
  end
end

-- The JSON of a value, or nil and what cannot be written. `pretty` spreads it over lines.
local function encode(value, pretty)
  local out = {}
  local problem = write(value, out, 0, pretty and "" or nil)
  if problem then return nil, problem end
  return concat(out)
end

-- A value for people to read.
local function show(value)
  local out = {}
  write(value, out, 0, "", true)
  return concat(out)
end

own.json = {
  null = null,
  encode = encode,
  show = show,
  is_list = is_list,
  array = function(value) return setmetatable(value or {}, array_mark) end,
  object = function(value) return setmetatable(value or {}, object_mark) end,
}
