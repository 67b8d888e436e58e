/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* USB. */

/* offers: usb_endpoint_num */
static __attribute__((always_inline)) int usb_endpoint_num(const struct usb_endpoint_descriptor *endpoint)
{
	return endpoint->bEndpointAddress & 0x0f;
}

/* offers: usb_endpoint_type */
static __attribute__((always_inline)) int usb_endpoint_type(const struct usb_endpoint_descriptor *endpoint)
{
	return endpoint->bmAttributes & 3;
}

/* offers: usb_endpoint_dir_in */
static __attribute__((always_inline)) int usb_endpoint_dir_in(const struct usb_endpoint_descriptor *endpoint)
{
	return (endpoint->bEndpointAddress & 0x80) != 0;
}

/* offers: usb_endpoint_dir_out */
static __attribute__((always_inline)) int usb_endpoint_dir_out(const struct usb_endpoint_descriptor *endpoint)
{
	return (endpoint->bEndpointAddress & 0x80) == 0;
}

/* offers: usb_urb_dir_in */
static __attribute__((always_inline)) int usb_urb_dir_in(struct urb *urb)
{
	return (urb->transfer_flags & 0x200) != 0;
}

/* offers: usb_urb_dir_out */
static __attribute__((always_inline)) int usb_urb_dir_out(struct urb *urb)
{
	return (urb->transfer_flags & 0x200) == 0;
}
