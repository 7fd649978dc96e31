export default {devToolbar: {enabled: false}, image: {service: {entrypoint: 'astro/assets/services/noop'}}};
