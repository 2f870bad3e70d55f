// Where guest pages are: virtual pages in the order of addresses.
import {
  FIRST_GUEST_PLACE,
  FIRST_PAGE,
  FIRST_SPARE_PLACE,
  PAGES_PER_VM,
  RECORD_SHIFT,
  VM_HOMES,
  VM_MOVED,
  VM_PLACES,
  VMS,
} from './layout';

export function vmAt(index: u32): usize {
  return VMS + ((<usize>index) << RECORD_SHIFT);
}

export function placeAt(vm: usize, index: u32): usize {
  return load<u32>(vm, FIRST_PAGE) + ((<usize>index) << RECORD_SHIFT);
}

/** Virtual page of guest page 0 while mremap has moved none: the others follow it. 0 once any was moved. */
export function unmovedPages(vm: usize): usize {
  return load<u32>(vm, VM_MOVED) ? 0 : placeAt(vm, load<u32>(FIRST_GUEST_PLACE));
}

/** Virtual page of a guest page; `unmoved` is that of guest page 0, or 0: see unmovedPages. */
export function pageFrom(unmoved: usize, vm: usize, index: u32): usize {
  if (unmoved) return unmoved + ((<usize>index) << RECORD_SHIFT);
  return placeAt(vm, load<u32>(load<u32>(vm, VM_PLACES) + ((<usize>index) << 2)));
}

export function pageAt(vm: usize, index: u32): usize {
  return pageFrom(unmovedPages(vm), vm, index);
}

/** Guest page of a virtual page that is in use. */
export function guestPage(vm: usize, page: usize): u32 {
  const place = (<u32>page - load<u32>(vm, FIRST_PAGE)) >> RECORD_SHIFT;
  const first = load<u32>(FIRST_GUEST_PLACE);
  if (place >= first && place < first + load<u32>(PAGES_PER_VM)) return place - first;
  const spare = place - load<u32>(FIRST_SPARE_PLACE);
  return load<u32>(load<u32>(vm, VM_HOMES) + ((<usize>spare) << 2));
}
