import type {LaunchOptions} from 'puppeteer-core';

export const firefox: LaunchOptions;
