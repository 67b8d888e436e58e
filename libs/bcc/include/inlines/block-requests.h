/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Block requests. */

/* offers: blk_rq_pos */
static __attribute__((always_inline)) sector_t blk_rq_pos(const struct request *rq)
{
	return rq->__sector;
}

/* offers: blk_rq_bytes */
static __attribute__((always_inline)) unsigned int blk_rq_bytes(const struct request *rq)
{
	return rq->__data_len;
}

/* offers: blk_rq_sectors */
static __attribute__((always_inline)) unsigned int blk_rq_sectors(const struct request *rq)
{
	return rq->__data_len >> 9;
}

/* offers: req_op */
static __attribute__((always_inline)) unsigned int req_op(const struct request *rq)
{
	return rq->cmd_flags & 0xff;
}

/* offers: bio_op */
static __attribute__((always_inline)) unsigned int bio_op(const struct bio *bio)
{
	return bio->bi_opf & 0xff;
}

/* offers: op_is_write */
static __attribute__((always_inline)) _Bool op_is_write(unsigned int op)
{
	return op & 1;
}

/* offers: rq_data_dir */
static __attribute__((always_inline)) int rq_data_dir(const struct request *rq)
{
	return rq->cmd_flags & 1;
}

/* offers: bio_data_dir */
static __attribute__((always_inline)) int bio_data_dir(const struct bio *bio)
{
	return bio->bi_opf & 1;
}

/* offers: blk_rq_is_passthrough */
static __attribute__((always_inline)) _Bool blk_rq_is_passthrough(const struct request *rq)
{
	unsigned int op = rq->cmd_flags & 0xff;

	return op >= 32 && op < 36;
}

/* offers: op_is_flush */
static __attribute__((always_inline)) _Bool op_is_flush(unsigned int op)
{
	return op & ((1u << __REQ_FUA) | (1u << __REQ_PREFLUSH));
}

/* offers: op_is_sync */
static __attribute__((always_inline)) _Bool op_is_sync(unsigned int op)
{
	return (op & 0xff) == 0 || op & ((1u << __REQ_SYNC) | (1u << __REQ_FUA) | (1u << __REQ_PREFLUSH));
}

/* offers: op_is_discard */
static __attribute__((always_inline)) _Bool op_is_discard(unsigned int op)
{
	return (op & 0xff) == 3;
}

/* offers: bio_sectors */
static __attribute__((always_inline)) unsigned int bio_sectors(const struct bio *bio)
{
	return bio->bi_iter.bi_size >> 9;
}

/* offers: bio_end_sector */
static __attribute__((always_inline)) sector_t bio_end_sector(const struct bio *bio)
{
	return bio->bi_iter.bi_sector + (bio->bi_iter.bi_size >> 9);
}

/* offers: bio_has_data */
static __attribute__((always_inline)) _Bool bio_has_data(const struct bio *bio)
{
	unsigned int op = bio->bi_opf & 0xff;

	return bio->bi_iter.bi_size && op != REQ_OP_DISCARD && op != REQ_OP_SECURE_ERASE && op != REQ_OP_WRITE_ZEROES;
}
