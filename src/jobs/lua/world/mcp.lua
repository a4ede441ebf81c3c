-- Servers of the Model Context Protocol, as far as the script may use them: `mcp`, and `app.mcp.NAME.tool{…}`.
local _, _, own = ...
local type, setmetatable, rawset = type, setmetatable, rawset
local json, ask, raise = own.json, own.ask, own.raise

local function call(server, tool, arguments, settings)
  if type(server) ~= "string" or type(tool) ~= "string" then
    raise('mcp.call takes a server, a tool and a table, such as mcp.call("files", "read_text_file", {path = "a.txt"})')
  end
  if arguments ~= nil and type(arguments) ~= "table" or settings ~= nil and type(settings) ~= "table" then
    raise("mcp.call: the arguments of " .. tool .. " are a table")
  end
  return ask("mcp.call", {
    server = server,
    tool = tool,
    arguments = arguments or json.object(),
    timeout = settings and settings.timeout,
  })
end
mcp.call = call

local function server_of(name)
  ask("mcp.permit", name)
  return setmetatable({}, {
    __index = function(self, tool)
      local function call_tool(arguments, settings) return call(name, tool, arguments, settings) end
      rawset(self, tool, call_tool)
      return call_tool
    end,
  })
end

app.mcp = setmetatable({}, {
  __index = function(self, name)
    if type(name) ~= "string" then return nil end
    local server = server_of(name)
    rawset(self, name, server)
    return server
  end,
})
