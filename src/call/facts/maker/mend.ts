import { allRepairs } from '../repairs/all-repairs.js'
import type { ApiName, Documents } from '../repairs/document.js'
import { applyRepairs, type RepairResult } from '../repairs/repair.js'
import { stripProse } from './strip-prose.js'

const titles: Readonly<Record<ApiName, string>> = {
  management: 'Logto Management API',
  experience: 'Logto Experience API',
  user: 'Logto Account API',
}

/** The documents as they are stored, and what each repair did. The documents given are left alone. */
export function mendDocuments(raw: Documents): { documents: Documents; results: RepairResult[] } {
  const documents = structuredClone(raw)
  const results = applyRepairs(documents, allRepairs)
  return { documents: mapDocuments(documents, (document, api) => stripProse(document, titles[api])), results }
}

/** Something made of each of the three documents. */
export function mapDocuments<From, To>(
  record: Record<ApiName, From>,
  map: (value: From, api: ApiName) => To,
): Record<ApiName, To> {
  const { management, experience, user } = record
  return {
    management: map(management, 'management'),
    experience: map(experience, 'experience'),
    user: map(user, 'user'),
  }
}
