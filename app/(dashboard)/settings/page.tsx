import { redirect } from 'next/navigation'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Settings begin with the accounts; scope and time go along. */
export default async function Page({ searchParams }: Props) {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(await searchParams))
    if (typeof value === 'string') query.set(key, value)
  redirect(query.size > 0 ? `/settings/accounts?${query}` : '/settings/accounts')
}
