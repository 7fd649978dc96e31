/** Where the sandbox is, if the demo runs on one; the server of the page knows. */
export async function findSandbox(): Promise<string | undefined> {
  const {sandbox} = (await (await fetch('./demo.json')).json()) as {sandbox?: string};
  return sandbox;
}
