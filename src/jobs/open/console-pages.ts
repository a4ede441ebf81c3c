import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { fillPath } from '../../call/request/segments.js'
import { ownTopic } from '../find/own-words.js'

/** A page of the Console: its path, and that of one object of the topic, where it has a page of its own. */
interface Page {
  all: string
  one?: string
}

/** The pages by topics of this program, as the Console's router has them (logto-io/logto, packages/console). */
const pages: Readonly<Record<string, Page>> = {
  'account-center': { all: 'sign-in-experience/account-center' },
  actions: { all: 'actions' },
  apps: { all: 'applications', one: 'applications/{id}' },
  'captcha-provider': { all: 'security/captcha' },
  connectors: { all: 'connectors', one: 'connectors/passwordless/{id}' },
  'custom-phrases': { all: 'sign-in-experience/content' },
  'custom-profile-fields': {
    all: 'sign-in-experience/collect-user-profile',
    one: 'sign-in-experience/collect-user-profile/fields/{id}',
  },
  dashboard: { all: 'dashboard' },
  domains: { all: 'tenant-settings/domains' },
  hooks: { all: 'webhooks', one: 'webhooks/{id}' },
  'jwt-customizers': { all: 'customize-jwt', one: 'customize-jwt/{id}/edit' },
  logs: { all: 'audit-logs', one: 'audit-logs/{id}' },
  'oidc-keys': { all: 'tenant-settings/oidc-configs' },
  'oidc-session-config': { all: 'tenant-settings/oidc-configs' },
  'org-roles': {
    all: 'organization-template/organization-roles',
    one: 'organization-template/organization-roles/{id}',
  },
  'org-scopes': { all: 'organization-template/organization-permissions' },
  orgs: { all: 'organizations', one: 'organizations/{id}' },
  resources: { all: 'api-resources', one: 'api-resources/{id}' },
  roles: { all: 'roles', one: 'roles/{id}' },
  'saml-apps': { all: 'applications', one: 'applications/{id}' },
  'sentinel-activities': { all: 'security/general' },
  'sign-in-exp': { all: 'sign-in-experience' },
  'sso-connectors': { all: 'enterprise-sso', one: 'enterprise-sso/{id}' },
  tenant: { all: 'tenant-settings' },
  users: { all: 'users', one: 'users/{id}' },
}

/**
 * The path of a page within the Console: of a topic, or of one of its objects; empty for its first page. Throws a
 * UsageError where there is no such page.
 */
export function consolePage(typed: string | undefined, id: string | undefined): string {
  if (typed === undefined) return ''
  const topic = ownTopic(typed)
  const page = Object.hasOwn(pages, topic) ? pages[topic] : undefined
  if (!page) throw noPage(topic)
  if (id === undefined) return page.all
  if (page.one === undefined) {
    throw new UsageError(`the Console has no page of its own for one of the ${topic}`, {
      code: 'usage.no_page',
      hint: `leave the id out: logto open ${topic}`,
    })
  }
  return fillPath({ path: page.one, args: { id: { wire: 'id', help: '' } } }, { id })
}

function noPage(topic: string): UsageError {
  const close = nearest(topic, Object.keys(pages))
  return new UsageError(`the Console has no page for ${topic}`, {
    code: 'usage.no_page',
    hint:
      close.length > 0 ? `did you mean ${close.join(' or ')}?` : `it has pages for ${Object.keys(pages).join(', ')}`,
  })
}
