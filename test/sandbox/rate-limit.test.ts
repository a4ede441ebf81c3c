import { expect, it, vi } from 'vitest'
import { startTenant } from './client.js'

it('refuses what is beyond it with the time to wait, and takes requests again after that', async () => {
  const tenant = await startTenant({ rateLimit: { requests: 5, window: 1500 } })
  // The token was the first request.
  const answers = []
  for (let n = 0; n < 8; n++) answers.push(await tenant.call('GET', '/api/users?page_size=1'))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 429, 429, 429])
  const refused = answers.at(-1)
  expect(refused?.json.code).toBe('request.rate_limited')
  const wait = Number(refused?.headers.get('retry-after'))
  expect(wait).toBeGreaterThanOrEqual(1)
  expect(wait).toBeLessThanOrEqual(2)
  expect((await fetch(`${tenant.url}/sandbox/messages`)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, wait * 1000))
  expect((await tenant.call('GET', '/api/users?page_size=1')).status).toBe(200)
  await tenant.close()
})

it('never takes more in any window, however the requests fall', async () => {
  const tenant = await startTenant({ rateLimit: { requests: 4, window: 1000 } })
  const begun = performance.now()
  const clock = vi.spyOn(performance, 'now')
  const at = async (ms: number, requests: number) => {
    clock.mockReturnValue(begun + 5000 + ms)
    const statuses: number[] = []
    for (let n = 0; n < requests; n++) statuses.push((await fetch(`${tenant.url}/api/status`)).status)
    return statuses.filter((status) => status !== 429).length
  }
  expect(await at(0, 2)).toBe(2)
  expect(await at(900, 3)).toBe(2)
  // A window that began anew at 1000 would take four of these.
  expect(await at(1001, 4)).toBe(2)
  expect(await at(1899, 1)).toBe(0)
  expect(await at(1901, 4)).toBe(2)
  clock.mockRestore()
  await tenant.close()
})
