#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER shop
#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./shop.h"

#if !defined(SHOP_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define SHOP_H
#include <lttng/tracepoint.h>

LTTNG_UST_TRACEPOINT_EVENT(shop, sold,
	LTTNG_UST_TP_ARGS(int, number, const char *, what, double, price),
	LTTNG_UST_TP_FIELDS(
		lttng_ust_field_integer(int, number, number)
		lttng_ust_field_string(what, what)
		lttng_ust_field_float(double, price, price)))

LTTNG_UST_TRACEPOINT_EVENT(shop, opened,
	LTTNG_UST_TP_ARGS(int, door),
	LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(int, door, door)))
#endif
#include <lttng/tracepoint-event.h>
