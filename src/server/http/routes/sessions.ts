import {sessionRequest} from '../request-schemas.js';
import {defineRoute} from '../route.js';

export const createSession = defineRoute({
  method: 'POST',
  path: '/sessions',
  summary: 'Starts a purchase, or goes on with the one of a `resume` token; starting needs an `Origin` header',
  auth: 'none',
  callers: 'pages',
  limit: 'sessions',
  body: sessionRequest,
  responses: {201: 'Session'},
  async handle({context, body: {resume}}, {sessions}) {
    const claims = await (resume === undefined ? sessions.create(context) : sessions.resume(context, resume));
    return {status: 201, body: await sessions.issue(claims)};
  },
});
