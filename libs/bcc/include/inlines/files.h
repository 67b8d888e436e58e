/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Files, directory entries, inodes and device numbers. */

/* offers: file_inode */
static __attribute__((always_inline)) struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

/* offers: d_inode */
static __attribute__((always_inline)) struct inode *d_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

/* offers: d_is_negative */
static __attribute__((always_inline)) _Bool d_is_negative(const struct dentry *dentry)
{
	return dentry->d_inode == 0;
}

/* offers: i_size_read */
static __attribute__((always_inline)) loff_t i_size_read(const struct inode *inode)
{
	return inode->i_size;
}

/* offers: d_is_positive */
static __attribute__((always_inline)) _Bool d_is_positive(const struct dentry *dentry)
{
	return dentry->d_inode != 0;
}

/* offers: d_really_is_positive */
static __attribute__((always_inline)) _Bool d_really_is_positive(const struct dentry *dentry)
{
	return dentry->d_inode != 0;
}

/* offers: d_really_is_negative */
static __attribute__((always_inline)) _Bool d_really_is_negative(const struct dentry *dentry)
{
	return dentry->d_inode == 0;
}

/* offers: d_backing_inode */
static __attribute__((always_inline)) struct inode *d_backing_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

/* offers: d_is_dir */
static __attribute__((always_inline)) _Bool d_is_dir(const struct dentry *dentry)
{
	return dentry->d_inode && (dentry->d_inode->i_mode & 0170000) == 0040000;
}

/* offers: d_is_reg */
static __attribute__((always_inline)) _Bool d_is_reg(const struct dentry *dentry)
{
	return dentry->d_inode && (dentry->d_inode->i_mode & 0170000) == 0100000;
}

/* offers: d_is_symlink */
static __attribute__((always_inline)) _Bool d_is_symlink(const struct dentry *dentry)
{
	return dentry->d_inode && (dentry->d_inode->i_mode & 0170000) == 0120000;
}

/* offers: file_dentry */
static __attribute__((always_inline)) struct dentry *file_dentry(const struct file *f)
{
	return f->f_path.dentry;
}

/* offers: iminor */
static __attribute__((always_inline)) unsigned int iminor(const struct inode *inode)
{
	return inode->i_rdev & 0xfffff;
}

/* offers: imajor */
static __attribute__((always_inline)) unsigned int imajor(const struct inode *inode)
{
	return inode->i_rdev >> 20;
}

/* offers: i_uid_read */
static __attribute__((always_inline)) uid_t i_uid_read(const struct inode *inode)
{
	return inode->i_uid.val;
}

/* offers: i_gid_read */
static __attribute__((always_inline)) gid_t i_gid_read(const struct inode *inode)
{
	return inode->i_gid.val;
}

/* offers: new_encode_dev */
static __attribute__((always_inline)) u32 new_encode_dev(dev_t dev)
{
	unsigned int minor = dev & 0xfffff;

	return (minor & 0xff) | ((dev >> 20) << 8) | ((minor & ~0xffu) << 12);
}

/* offers: new_decode_dev */
static __attribute__((always_inline)) dev_t new_decode_dev(u32 dev)
{
	return (((dev & 0xfff00) >> 8) << 20) | (dev & 0xff) | ((dev >> 12) & 0xfff00);
}

/* offers: old_encode_dev */
static __attribute__((always_inline)) u16 old_encode_dev(dev_t dev)
{
	return ((dev >> 20) << 8) | (dev & 0xff);
}

/* offers: huge_encode_dev */
static __attribute__((always_inline)) u64 huge_encode_dev(dev_t dev)
{
	return new_encode_dev(dev);
}

/* offers: disk_devt */
static __attribute__((always_inline)) dev_t disk_devt(struct gendisk *disk)
{
	return ((unsigned int)disk->major << 20) | disk->first_minor;
}
