-- What is left of Lua's own library, and how a script is run and ends.
local _, options, own = ...
local type, pcall, xpcall, select, ipairs = type, pcall, xpcall, select, ipairs
local load, pack, unpack, find, traceback = load, table.pack, table.unpack, string.find, debug.traceback
local json, ask, plain, error_facts, dump = own.json, own.ask, own.plain, own.error_facts, dump

debug.setmetatable(json.null, { __name = "null", __tostring = function() return "null" end, __metatable = "null" })
-- Nothing of these is left to scripts: files, processes, native modules, bytecode, other functions' insides.
debug, dofile, loadfile, os, warn = nil, nil, nil, nil, nil
string.dump = nil
getmetatable("").__metatable = "string"

-- Code from text alone: bytecode could break out of the machine.
function _G.load(chunk, name, _, ...)
  if select("#", ...) > 0 then return load(chunk, name, "t", (...)) end
  return load(chunk, name, "t")
end

local function handler(value)
  return { facts = error_facts(value), trace = traceback("", 2) }
end

local function finish(outcome)
  return json.encode(outcome)
end

local function run()
  local chunk, problem = load(options.source, options.name, "t")
  if not chunk then return finish({ syntax = problem }) end
  local ok, value = xpcall(chunk, handler, unpack(options.arguments))
  if not ok then
    -- Without memory there is no handler: the value is the message alone.
    if type(value) ~= "table" then return finish({ error = error_facts(value) }) end
    local result = value.facts.result
    value.facts.result = nil
    return finish({ error = value.facts, trace = value.trace, result = result })
  end
  if value == nil then return finish({ ok = true }) end
  local written, unfit = json.encode(value)
  if not written then return finish({ error = { message = "the script returned " .. unfit .. ", which cannot be printed" } }) end
  return finish({ ok = true, result = value })
end

-- Line by line, for a person: an expression's values are shown, a chunk that is not complete asks for its rest.
local function repl()
  while true do
    local line = plain(ask("repl.read", "> "))
    if line == nil then return finish({ ok = true }) end
    local chunk, problem = load("return " .. line, "=stdin", "t")
    if not chunk then
      chunk, problem = load(line, "=stdin", "t")
      while not chunk and find(problem, "<eof>$") do
        local more = plain(ask("repl.read", ">> "))
        if more == nil then break end
        line = line .. "\n" .. more
        chunk, problem = load(line, "=stdin", "t")
      end
    end
    if chunk then
      local results = pack(xpcall(chunk, handler))
      if not results[1] then ask("repl.failed", type(results[2]) == "table" and results[2].facts or error_facts(results[2]))
      elseif results.n > 1 then dump(unpack(results, 2, results.n)) end
    else
      ask("repl.failed", { message = problem })
    end
  end
end

arg = { [0] = options.file }
for index, value in ipairs(options.arguments) do arg[index] = value end

return options.repl and repl or run
