// Who comes to the demo shop, and in what. All of it is made up: phones are of the range kept free for fiction
// (555-0100 to 555-0199), e-mail addresses end in example.com, and no street has a town.
import type { NewTechnician } from '@edgar-auto-shop/contract';

/** In the order of the lanes in `day-shape.ts`. */
export const TECHNICIANS: readonly [NewTechnician, ...NewTechnician[]] = [
  { name: 'Edgar Villanueva', color: '#2563eb' },
  { name: 'Rosa Díaz', color: '#db2777' },
  { name: 'Tomasz Wójcik', color: '#059669' },
  { name: 'Keisha Grant', color: '#d97706' },
  { name: 'Sam Lee', color: '#7c3aed' },
];

export interface Person {
  name: string;
  address: string;
  /** What the shop should know about them, whatever they come for. */
  notes?: string;
  /** Some never gave an e-mail address. */
  email?: false;
}

/** The first `ALWAYS_THERE` are customers on every day: the names that a card must have room for. */
export const PEOPLE: readonly Person[] = [
  { name: 'José Ángel Núñez', address: '418 Juniper Street', notes: 'Prefiere que le hablen en español.' },
  { name: 'Alexandrina Montgomery-Featherstonehaugh', address: '2 Old Orchard Lane, guest house at the back' },
  { name: 'Nguyễn Thị Minh Khai', address: '77 Larkspur Court, Unit 4B' },
  { name: 'Siobhán O’Connell', address: '56 Harbor View Road', email: false },
  { name: 'Wang Xiuying (王秀英)', address: '88 Lotus Lane', notes: 'Her grandson translates; he is home after 3.' },
  {
    name: 'Guadalupe Hernández Ríos',
    address: '503 Avenida del Sol',
    notes: 'Paga siempre en efectivo.',
    email: false,
  },
  { name: 'Marcus Washington', address: '1903 Delmar Avenue' },
  { name: 'Priya Venkataramanan', address: '3310 Sycamore Drive' },
  { name: 'Søren Østergård', address: '12 Windmill Close' },
  {
    name: 'Delgado & Sons Landscaping',
    address: '900 Industrial Way, yard 3',
    notes: 'Invoice monthly. Ask for Inés.',
  },
  { name: 'Aaliyah Brooks', address: '645 Magnolia Terrace, Apt 210' },
  { name: 'Fatima al-Haddad', address: '271 Cedar Ridge Road' },
  { name: 'Bartholomew Higginbotham III', address: '1 Stonegate Circle', notes: 'Wants every old part back in a bag.' },
  { name: 'Zoë Brontë-Marsh', address: '39 Mill Race Lane' },
  { name: 'Kwame Mensah', address: '1120 Grandview Boulevard' },
  { name: 'Tyler Kowalczyk', address: '4417 Quarry Road' },
  { name: 'Leilani Kealoha', address: '26 Palm Grove Way' },
  { name: 'Ravi Chandrasekhar', address: '1540 Beacon Street, level P2' },
  { name: 'Bright Path Childcare', address: '215 Schoolhouse Road', notes: 'No work at the curb from 8 to 8:30.' },
  { name: 'Dmitri Sokolov', address: '782 Birchwood Avenue' },
  { name: 'Hannah Goldberg', address: '64 Prospect Place', email: false },
  { name: 'Itzel Xochitl Martínez', address: '318 Camino Real' },
  { name: 'Darnell Robinson', address: '2709 Fairmount Street' },
  { name: 'Ingrid Þórsdóttir', address: '17 Lighthouse Road' },
  { name: 'Olúwaṣeun Adébáyọ̀', address: '1362 Chestnut Hill' },
  { name: 'Mary Beth Yoder', address: '8 County Line Road, farm gate' },
  { name: 'François Lefèvre', address: '441 Vine Street' },
  { name: 'Noor Rahman', address: '95 Garden Walk, Apt 3C' },
  { name: 'Chris Park', address: '2020 Mercer Street' },
  { name: 'Esperanza Quiñones', address: '1187 Mariposa Avenue', notes: 'Llamar antes de llegar.' },
];

export const ALWAYS_THERE = 6;

export interface Model {
  make: string;
  model: string;
  /** First and last model year. */
  years: readonly [number, number];
  /** How the maker's VINs for it begin. */
  wmi: string;
  /** Has no engine to change the oil of. */
  electric?: true;
}

export const MODELS: readonly Model[] = [
  { make: 'Toyota', model: 'Camry', years: [2012, 2023], wmi: '4T1' },
  { make: 'Toyota', model: 'Corolla', years: [2010, 2023], wmi: '2T1' },
  { make: 'Toyota', model: 'Tacoma', years: [2013, 2023], wmi: '3TM' },
  { make: 'Toyota', model: 'Sienna', years: [2011, 2022], wmi: '5TD' },
  { make: 'Honda', model: 'Civic', years: [2009, 2023], wmi: '2HG' },
  { make: 'Honda', model: 'Accord', years: [2010, 2022], wmi: '1HG' },
  { make: 'Honda', model: 'CR-V', years: [2012, 2022], wmi: '5J6' },
  { make: 'Honda', model: 'Odyssey', years: [2011, 2021], wmi: '5FN' },
  { make: 'Ford', model: 'F-150', years: [2011, 2022], wmi: '1FT' },
  { make: 'Ford', model: 'Transit 250', years: [2015, 2022], wmi: '1FT' },
  { make: 'Ford', model: 'Escape', years: [2013, 2021], wmi: '1FM' },
  { make: 'Chevrolet', model: 'Silverado 1500', years: [2012, 2022], wmi: '1GC' },
  { make: 'Chevrolet', model: 'Malibu', years: [2010, 2020], wmi: '1G1' },
  { make: 'Chevrolet', model: 'Express 2500', years: [2011, 2021], wmi: '1GC' },
  { make: 'Ram', model: '1500', years: [2013, 2022], wmi: '1C6' },
  { make: 'Jeep', model: 'Wrangler', years: [2012, 2022], wmi: '1C4' },
  { make: 'Nissan', model: 'Altima', years: [2011, 2021], wmi: '1N4' },
  { make: 'Nissan', model: 'Rogue', years: [2014, 2022], wmi: '5N1' },
  { make: 'Nissan', model: 'Leaf', years: [2013, 2022], wmi: '1N4', electric: true },
  { make: 'Tesla', model: 'Model 3', years: [2018, 2023], wmi: '5YJ', electric: true },
  { make: 'Subaru', model: 'Outback', years: [2011, 2022], wmi: '4S4' },
  { make: 'Subaru', model: 'Forester', years: [2010, 2021], wmi: 'JF2' },
  { make: 'Hyundai', model: 'Elantra', years: [2012, 2022], wmi: '5NP' },
  { make: 'Kia', model: 'Sorento', years: [2012, 2021], wmi: '5XY' },
  { make: 'Mazda', model: 'CX-5', years: [2013, 2022], wmi: 'JM3' },
  { make: 'Volkswagen', model: 'Jetta', years: [2011, 2021], wmi: '3VW' },
  { make: 'BMW', model: 'X3', years: [2012, 2021], wmi: '5UX' },
  { make: 'Mercedes-Benz', model: 'Sprinter 2500', years: [2014, 2021], wmi: 'WD3' },
  { make: 'Lexus', model: 'RX 350', years: [2010, 2020], wmi: '2T2' },
  { make: 'GMC', model: 'Sierra 1500', years: [2012, 2021], wmi: '3GT' },
];

export const COLORS = ['white', 'black', 'silver', 'gray', 'blue', 'red', 'dark green', 'beige', 'burgundy'] as const;

/** Area codes in front of the phones. */
export const AREA_CODES = ['213', '310', '323', '562', '626', '818'] as const;
