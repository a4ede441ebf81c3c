-- Regular expressions (RE2): the host finds, and gives for each match what stands before it and its groups.
local host, _, own = ...
local type, tostring, tonumber, pairs, ipairs = type, tostring, tonumber, pairs, ipairs
local concat, move, find, match, sub = table.concat, table.move, string.find, string.match, string.sub
local json, plain, raise = own.json, own.plain, own.raise

local function scan(name, written, pattern, most)
  if type(written) ~= "string" or type(pattern) ~= "string" then raise("regex." .. name .. " takes a text and a pattern") end
  local argument, problem = json.encode({ text = written, pattern = pattern, most = most })
  if not argument then raise("regex." .. name .. ": cannot search " .. problem) end
  local ok, found = host.regex(argument)
  if not ok then raise("regex." .. name .. ": " .. found) end
  for _, one in ipairs(found.matches) do
    one.found = { text = one.groups[1], groups = json.array(move(one.groups, 2, #one.groups, 1, {})), names = json.object() }
    for group, index in pairs(found.names) do one.found.names[group] = one.groups[index + 1] end
  end
  return found
end

regex = {}
function regex.match(written, pattern)
  local first = scan("match", written, pattern, 1).matches[1]
  return first and first.found
end
function regex.match_all(written, pattern)
  local all = json.array()
  for index, one in ipairs(scan("match_all", written, pattern).matches) do all[index] = one.found end
  return all
end
-- Fills `$1`, `${name}` and `$$` in; any other `$` stands for itself. `$0` is the whole match.
local function expand(replacement, found)
  local function group(name)
    if name == 0 then return found.text end
    return plain((type(name) == "number" and found.groups or found.names)[name]) or ""
  end
  local out, at = {}, 1
  while true do
    local dollar = find(replacement, "$", at, true)
    if not dollar then break end
    out[#out + 1] = sub(replacement, at, dollar - 1)
    local digits = match(replacement, "^%d+", dollar + 1)
    local name = match(replacement, "^{([%w_]+)}", dollar + 1)
    if digits then
      out[#out + 1] = group(tonumber(digits))
      at = dollar + 1 + #digits
    elseif name then
      out[#out + 1] = group(tonumber(name) or name)
      at = dollar + 3 + #name
    else
      out[#out + 1] = "$"
      at = dollar + (sub(replacement, dollar + 1, dollar + 1) == "$" and 2 or 1)
    end
  end
  out[#out + 1] = sub(replacement, at)
  return concat(out)
end

function regex.gsub(written, pattern, replacement)
  local kind = type(replacement)
  if kind ~= "string" and kind ~= "function" then raise("regex.gsub replaces by a string or a function") end
  local found = scan("gsub", written, pattern)
  local out = {}
  for _, one in ipairs(found.matches) do
    local by
    if kind == "string" then by = expand(replacement, one.found) else by = replacement(one.found) end
    out[#out + 1] = one.before
    out[#out + 1] = by == nil and one.found.text or tostring(by)
  end
  out[#out + 1] = found.rest
  return concat(out), #found.matches
end
