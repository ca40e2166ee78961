import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { AuthUser } from '#server/store/generated/client.ts'
import type { Transaction } from '#server/store/store.ts'
import type { CreateUserInput } from './schema.ts'

/** The user with a password to sign in with, as better-auth keeps them. scrypt takes a while: hash before the transaction. */
export async function insertUser(
  tx: Transaction,
  input: Pick<CreateUserInput, 'name' | 'email' | 'role'>,
  passwordHash: string,
): Promise<AuthUser> {
  const id = randomUUID()
  const user = await tx.authUser.create({
    data: { id, name: input.name, email: input.email.toLowerCase(), role: input.role, emailVerified: true },
  })
  await tx.authIdentity.create({
    data: { id: randomUUID(), accountId: id, providerId: 'credential', userId: id, password: passwordHash },
  })
  return user
}

export { hashPassword }
