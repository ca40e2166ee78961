export default function Page() {
  return <p className="text-accent bg-critical/10">hello</p>
}
