/**
 * The shared inbox of all demo buyers.
 *
 * - `GET /inbox`: the page. `GET /inbox?to=ada@example.org`: the messages to one address.
 * - `POST /inbox/messages` with JSON `{"to", "code", "locale"?}`: adds a message. Adapters deliver their codes this way.
 *   Answers 201 `{"ok": true}`, or 422 `{"error"}`.
 * - `GET /inbox/messages?to=`: `{"messages": [{"to", "code", "locale", "at"}]}`, the latest first, `at` in ISO 8601.
 */
import {Hono} from 'hono';
import {fieldText, readFields} from './form.js';
import type {Message} from './inbox.js';
import type {Markup} from './page.js';
import {answerPage, markup} from './page.js';
import type {World} from './world.js';

export function inboxPages({inbox, time}: World): Hono {
  const pages = new Hono();

  pages.get('/inbox', context => {
    const to = context.req.query('to');
    return answerPage(context, {title: 'Inbox', content: view(inbox.messages(to), to)});
  });

  pages.get('/inbox/messages', context => {
    const messages = inbox.messages(context.req.query('to'));
    return context.json({messages: messages.map(message => ({...message, at: new Date(message.at).toISOString()}))});
  });

  pages.post('/inbox/messages', async context => {
    const fields = await readFields(context);
    const to = fieldText(fields, 'to');
    const code = fieldText(fields, 'code');
    if (to === '' || code === '') return context.json({error: 'A message needs `to` and `code`.'}, 422);
    inbox.add({to, code, locale: fieldText(fields, 'locale') || 'en', at: time.now()});
    return context.json({ok: true}, 201);
  });

  return pages;
}

function view(messages: readonly Message[], to: string | undefined): Markup {
  return markup`
    <h1>Inbox</h1>
    <p class="hint">Codes that a shop sent to its buyers${to === undefined ? '' : markup`, to <b>${to}</b>`}. The
      latest is on top.</p>
    <div class="toolbar">
      <a class="button" href="">Look again</a>
      ${to === undefined ? '' : markup`<a href="/inbox">All messages</a>`}
      <a href="/">Control page</a>
    </div>
    ${
      messages.length === 0
        ? markup`<p role="status">No message has arrived yet.</p>`
        : markup`<ol class="messages">${messages.map(messageView)}</ol>`
    }`;
}

function messageView({to, code, locale, at}: Message): Markup {
  const moment = new Date(at).toISOString();
  return markup`
    <li class="card">
      <p><span class="hint">Code</span> <span class="pin code">${code}</span></p>
      <p>to <b class="code">${to}</b></p>
      <p class="hint"><time datetime="${moment}">${moment.slice(0, 10)}, ${moment.slice(11, 19)} UTC</time>
        · ${locale}</p>
    </li>`;
}
