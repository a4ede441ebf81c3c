/** A page of `logto help` on something that is no command. */
export interface HelpTopic {
  name: string
  /** One line for lists. */
  summary: string
  /** The page: plain text, at most 80 columns wide. */
  page: () => Promise<string>
}

/** The pages, in the order they are listed in. */
export const helpTopics: readonly HelpTopic[] = [
  topic('environment', 'Variables that the program reads', () => import('./topics/environment.js')),
  topic('profiles', 'Which tenant a command speaks to, and with what right', () => import('./topics/profiles.js')),
  topic('output', 'Formats, columns, queries and secrets', () => import('./topics/output.js')),
  topic('bodies', 'How the body of a request is given', () => import('./topics/bodies.js')),
  topic('searching', 'Searching and paging lists, and how times are given', () => import('./topics/searching.js')),
  topic('exit-codes', 'What exit codes mean, and how errors look', () => import('./topics/exit-codes.js')),
]

/** The page of this name. */
export function helpTopic(name: string): HelpTopic | undefined {
  return helpTopics.find((each) => each.name === name)
}

function topic(name: string, summary: string, load: () => Promise<{ page: string }>): HelpTopic {
  return { name, summary, page: async () => (await load()).page }
}
