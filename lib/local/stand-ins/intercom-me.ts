/** Whose key it is. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin */
export const me = {
  type: 'admin',
  id: '1',
  email: 'admin@standin.example',
  name: 'Stand-in Admin',
  email_verified: true,
  app: {
    type: 'app',
    id_code: 'standin1',
    name: 'Stand-in',
    // 2024-01-01
    created_at: 1_704_067_200,
    identity_verification: false,
    timezone: 'Europe/Dublin',
    region: 'EU',
  },
  avatar: { type: 'avatar', image_url: null },
  has_inbox_seat: true,
};
