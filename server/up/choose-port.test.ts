import { createServer, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { choosePort as hold } from './choose-port.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function choosePort(host: string, wanted: number, explicit: boolean): Promise<number> {
  const { port, release } = await hold(host, wanted, explicit)
  await release()
  return port
}

async function takePort(): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

it('takes the port that was asked for when it is free', async () => {
  const port = await takePort()
  servers.splice(0)[0]?.close()
  expect(await choosePort('127.0.0.1', port, true)).toBe(port)
})

it('refuses a taken port that was asked for, in a sentence that says what to set', async () => {
  const port = await takePort()
  await expect(choosePort('127.0.0.1', port, true)).rejects.toThrow(
    `Port ${port} is taken: stop what uses it, or set SIGHTLINE_PORT to another.`,
  )
})

it('goes on to a later port when none was asked for', async () => {
  const port = await takePort()
  const chosen = await choosePort('127.0.0.1', port, false)
  expect(chosen).toBeGreaterThan(port)
  expect(chosen).toBeLessThanOrEqual(port + 20)
})

it('keeps the port from others until it is released', async () => {
  const wanted = await takePort()
  servers.splice(0)[0]?.close()
  const first = await hold('127.0.0.1', wanted, false)
  const second = await hold('127.0.0.1', wanted, false)
  expect(first.port).toBe(wanted)
  expect(second.port).toBeGreaterThan(wanted)
  await first.release()
  expect(await choosePort('127.0.0.1', wanted, true)).toBe(wanted)
  await second.release()
})

it('says which address cannot be listened on', async () => {
  await expect(choosePort('192.0.2.1', 8080, true)).rejects.toThrow(
    /Cannot listen on 192\.0\.2\.1:8080 \(EADDRNOTAVAIL\): set SIGHTLINE_HOST/,
  )
})
