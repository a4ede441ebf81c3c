import type { Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js'

export const resources: Resource[] = [
  { uri: 'logto://guide', name: 'guide', title: 'Scripts in Lua', mimeType: 'text/markdown' },
  {
    uri: 'logto://sign-in-experience',
    name: 'sign-in-experience',
    title: "The tenant's sign-in experience",
    mimeType: 'application/json',
  },
]

export const templates: ResourceTemplate[] = [
  {
    uriTemplate: 'logto://operations/{name}',
    name: 'operation',
    title: 'The page of an operation',
    description: 'Parameters, body, answer and an example, by its name, such as list_users',
    mimeType: 'text/plain',
  },
]
