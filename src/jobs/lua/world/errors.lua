-- Errors: those of the program are tables with the fields of `{"error":…}`, and where in the script it happened.
local _, options, own = ...
local type, error, tostring, pairs, ipairs = type, error, tostring, pairs, ipairs
local setmetatable, getmetatable, getinfo, sub = setmetatable, getmetatable, debug.getinfo, string.sub
local json = own.json
local null = json.null

-- Where the script is, as `file:line: `; functions of the program's own are passed over. A tail call leaves no line.
local function place()
  for level = 3, 60 do
    local info = getinfo(level, "Sl")
    if not info then break end
    if info.what ~= "C" and info.source ~= "=logto" then return info.short_src .. ":" .. info.currentline .. ": " end
  end
  return sub(options.name, 2) .. ": "
end

function own.raise(message)
  error(place() .. message, 0)
end

local failure = { __name = "error" }
failure.__index = failure
function failure.__tostring(self) return (self.where or "") .. tostring(self.message) end

function own.raise_failure(facts)
  for name, value in pairs(facts) do
    if value == null then facts[name] = nil end
  end
  facts.where = place()
  error(setmetatable(facts, failure), 0)
end

function own.is_failure(value)
  return getmetatable(value) == failure
end

-- What is told of anything that was raised.
function own.error_facts(value)
  if type(value) ~= "table" then return { message = tostring(value) } end
  if not own.is_failure(value) then
    local named = getmetatable(value) and getmetatable(value).__tostring and tostring(value)
    local message = named or type(value.message) == "string" and value.message or json.encode(value) or "error: a table"
    return { message = message, result = json.encode(value.result) and value.result or nil }
  end
  local facts = {}
  for _, name in ipairs({ "code", "message", "status", "details", "request_id", "hint", "exit_code", "where" }) do
    if json.encode(value[name]) then facts[name] = value[name] end
  end
  return facts
end
