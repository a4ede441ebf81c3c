// What importing undici as a whole costs for the same request.
import { request } from 'undici'

const { body } = await request(`${process.env.LOGTO_ENDPOINT}/api/users/${process.argv[2]}`, {
  headers: { authorization: `Bearer ${process.env.LOGTO_ACCESS_TOKEN}` },
})
process.stdout.write(`${JSON.stringify(await body.json(), null, 2)}\n`)
