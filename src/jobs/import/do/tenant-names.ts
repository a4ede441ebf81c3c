import { nearest } from '../../../base/nearest.js'
import type { Operations } from '../../bulk/run/operations.js'
import { fault, type UnplacedFault } from '../fault.js'
import type { Person } from '../person.js'
import type { Plan } from '../plan.js'

interface Named {
  id: string
  name: string
}

interface Role extends Named {
  type?: string
  isDefault?: boolean
}

/** Roles and organizations of a tenant, by name or ID, as far as a plan speaks of them. */
export class TenantNames {
  private constructor(
    private readonly roles: Names,
    private readonly organizations: Names,
    private readonly organizationRoles: Names,
    /** Roles that Logto gives to everybody whom it creates. */
    private readonly defaults: ReadonlySet<string>,
  ) {}

  static async read(operations: Operations, plan: Plan): Promise<TenantNames> {
    const roles = plan.roles.length > 0 ? await all<Role>(operations, 'roles list') : []
    const hasMembers = plan.organizations.length > 0
    const hasRoles = plan.organizations.some(({ roles }) => roles.length > 0)
    const ofUsers = ({ type }: Role) => type === undefined || type === 'User'
    return new TenantNames(
      new Names('role', 'roles', roles.filter(ofUsers)),
      new Names('organization', 'organizations', hasMembers ? await all<Named>(operations, 'orgs list') : []),
      new Names(
        'organization role',
        'organizations',
        hasRoles ? (await all<Role>(operations, 'org-roles list')).filter(ofUsers) : [],
      ),
      new Set(roles.filter(({ isDefault }) => isDefault === true).map(({ id }) => id)),
    )
  }

  /** Whether all names of a plan are known. */
  fit(plan: Plan): boolean {
    return (
      plan.roles.every(({ what }) => this.roles.fault(what) === undefined) &&
      plan.organizations.every(
        ({ what, roles }) =>
          this.organizations.fault(what) === undefined &&
          roles.every((role) => this.organizationRoles.fault(role) === undefined),
      )
    )
  }

  /** What is wrong with the names that a person has. */
  faults({ roles, organizations }: Person): UnplacedFault[] {
    return [
      ...roles.map((name) => this.roles.fault(name)),
      ...organizations.flatMap(({ organization, roles: held }) => [
        this.organizations.fault(organization),
        ...held.map((name) => this.organizationRoles.fault(name)),
      ]),
    ].filter((one) => one !== undefined)
  }

  /** IDs of the person's roles; those that Logto gives by itself are left out for somebody it creates. */
  rolesOf({ roles }: Person, isCreated: boolean): string[] {
    const ids = [...new Set(roles.map((name) => this.roles.id(name)))]
    return isCreated ? ids.filter((id) => !this.defaults.has(id)) : ids
  }

  membershipsOf({ organizations }: Person): { organization: string; roles: string[] }[] {
    const held = new Map<string, Set<string>>()
    for (const { organization, roles } of organizations) {
      const id = this.organizations.id(organization)
      const ids = held.get(id) ?? new Set()
      for (const name of roles) ids.add(this.organizationRoles.id(name))
      held.set(id, ids)
    }
    return [...held].map(([organization, roles]) => ({ organization, roles: [...roles].sort() }))
  }
}

/** Names of one kind, and the IDs behind them. */
class Names {
  private readonly byName = new Map<string, string[]>()
  private readonly ids: ReadonlySet<string>
  private readonly known = new Map<string, UnplacedFault | undefined>()

  constructor(
    private readonly what: string,
    private readonly column: string,
    rows: readonly Named[],
  ) {
    this.ids = new Set(rows.map(({ id }) => id))
    for (const { id, name } of rows) this.byName.set(name, [...(this.byName.get(name) ?? []), id])
  }

  fault(name: string): UnplacedFault | undefined {
    if (!this.known.has(name)) this.known.set(name, this.faultOf(name))
    return this.known.get(name)
  }

  /** Of a name without a fault. */
  id(name: string): string {
    const [id] = this.byName.get(name) ?? []
    return id ?? name
  }

  private faultOf(name: string): UnplacedFault | undefined {
    const found = this.byName.get(name)?.length ?? 0
    if (found === 1 || (found === 0 && this.ids.has(name))) return undefined
    const code = `unknown_${this.what.replace(' ', '_')}`
    if (found > 1) {
      return fault(
        `ambiguous_${this.what.replace(' ', '_')}`,
        `${found} ${this.what}s are called ${name}: give the ID`,
        this.column,
      )
    }
    const close = nearest(name, [...this.byName.keys()])
    const hint = close.length > 0 ? `; is it ${close.join(' or ')}?` : ''
    return fault(code, `the tenant has no ${this.what} ${name}${hint}`, this.column)
  }
}

async function all<Row>(operations: Operations, command: string): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of operations.list<Row>(command)) rows.push(row)
  return rows
}
