// Imported when it is called: `next build` loads this file as well, often where there are no keys.
const handle = async (request: Request) => (await import('../../../buy-flow')).buyFlow(request);

export {handle as GET, handle as POST, handle as OPTIONS};
