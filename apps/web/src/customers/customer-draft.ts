import type { NewCustomer } from '@edgar-auto-shop/contract';

export interface CustomerDraft {
  name: string;
  phone: string;
  email: string;
  address: string;
}

/** What was searched for is what is to be created: a phone or an e-mail where it looks like one, a name otherwise. */
export function draftFromSearch(query: string): CustomerDraft {
  const typed = query.trim();
  const isPhone = /^[+\d\s().-]{4,}$/.test(typed);
  const isEmail = /^[^\s@]+@[^\s@]+$/.test(typed);
  return {
    name: isPhone || isEmail ? '' : typed,
    phone: isPhone ? typed : '',
    email: isEmail ? typed : '',
    address: '',
  };
}

export function customerBody({ name, phone, email, address }: CustomerDraft): NewCustomer {
  return {
    name: name.trim(),
    ...(phone.trim() ? { phone: phone.trim() } : {}),
    ...(email.trim() ? { email: email.trim() } : {}),
    ...(address.trim() ? { address: address.trim() } : {}),
  };
}
