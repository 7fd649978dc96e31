#!/usr/bin/env node
import {main} from './main.js';

// What was cut off when a time ran out may go on for a while, and is not waited for.
process.exit(await main(process.argv.slice(2)));
