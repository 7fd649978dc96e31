// The library's main file needs Node for stores that are not used here; these two parts need nothing.
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  export {RateLimiterMemory as default} from 'rate-limiter-flexible';
}
declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  export {RateLimiterRes as default} from 'rate-limiter-flexible';
}
