// The type information that the kernel and its modules carry, as bytes.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

class BtfBytes {
 public:
  // Room to be filled in, in pages that are there at once; empty when there is no memory.
  explicit BtfBytes(size_t size);
  // A file, mapped, where the kernel can do that; else empty.
  BtfBytes(int fd, size_t size);
  ~BtfBytes();
  BtfBytes(const BtfBytes&) = delete;
  BtfBytes& operator=(const BtfBytes&) = delete;

  uint8_t* data() { return data_; }
  std::span<const uint8_t> span() const { return {data_, size_}; }
  explicit operator bool() const { return data_ != nullptr; }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

// The kernel's own; null when it cannot be had. It is some megabytes, so it is kept until forgetKernelBtf: what chooses
// the programs of an object and what then loads them ask for it one after the other.
std::shared_ptr<BtfBytes> kernelBtf();
void forgetKernelBtf();

// Calls `visit` with that of each module until it gives false. False as well when some of it cannot be had.
bool eachModuleBtf(const std::function<bool(std::span<const uint8_t>)>& visit);
