/** The first page. */
export const home = `---
layout: home
hero:
  name: logto
  text: The command line for Logto
  tagline: 'For the people who run the Logto identity platform: every operation of its APIs, and the jobs that take more than one.'
  actions:
    - { theme: brand, text: Start, link: /guide/start }
    - { theme: alt, text: Commands, link: /commands/ }
features:
  - { title: People from elsewhere, details: Import from another provider with the passwords that people have., link: /jobs/users }
  - { title: The tenant as code, details: 'Pull it into files, review a diff, apply it elsewhere.', link: /jobs/tenant }
  - { title: Many at once, details: 'Any command for each row of a file, checked before anything is sent.', link: /jobs/batch }
  - { title: Scripts, details: Every operation is a function of Lua., link: /jobs/lua }
  - { title: Assistants, details: 'MCP both ways, and a person is asked about what is risky.', link: /jobs/mcp }
  - { title: A tenant to try on, details: The sandbox answers as Logto does and forgets everything., link: /jobs/sandbox }
---

![A terminal: the users of a tenant as a table](/pictures/table-light.svg)

![A terminal: what an edit of the files would change in the tenant](/pictures/tenant-diff-light.svg)
`
