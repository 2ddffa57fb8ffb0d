#include "CText.h"

#include <cerrno>
#include <cstdlib>

#include <iconv.h>
#include <zlib.h>
#include <zstd.h>

namespace {

constexpr size_t kRoomAfter = 16;
constexpr size_t kBlock = size_t{1} << 20;

// A buffer of malloc that grows by half.
class Output {
 public:
  ~Output() { std::free(bytes_); }

  // Makes room for a block after the count; false when memory is out.
  bool reserve() {
    if (count_ + kBlock <= capacity_) return true;
    const size_t grown = capacity_ + capacity_ / 2 + kBlock;
    void *const address = std::realloc(bytes_, grown + kRoomAfter);
    if (address == nullptr) return false;
    bytes_ = static_cast<uint8_t *>(address);
    capacity_ = grown;
    return true;
  }

  uint8_t *end() { return bytes_ + count_; }
  size_t room() const { return capacity_ - count_; }
  void added(size_t count) { count_ += count; }

  void hand_over(struct ctext_bytes *result) {
    result->bytes = bytes_;
    result->count = count_;
    bytes_ = nullptr;
  }

 private:
  uint8_t *bytes_ = nullptr;
  size_t count_ = 0;
  size_t capacity_ = 0;
};

// Inflates until the input ends; the stream is initialized.
enum ctext_outcome inflate_all(z_stream &stream, size_t count, Output &output) {
  size_t left = count;
  int status = Z_OK;
  while (true) {
    if (stream.avail_in == 0 && left > 0) {
      const size_t step = left < kBlock ? left : kBlock;
      stream.avail_in = static_cast<uInt>(step);
      left -= step;
    }
    if (!output.reserve()) return ctext_no_memory;
    stream.next_out = output.end();
    stream.avail_out = static_cast<uInt>(kBlock);
    status = inflate(&stream, Z_NO_FLUSH);
    output.added(kBlock - stream.avail_out);
    if (status == Z_STREAM_END) {
      if (stream.avail_in == 0 && left == 0) return ctext_done;
      if (inflateReset(&stream) != Z_OK) return ctext_damaged;
    } else if (status != Z_OK) {
      return ctext_damaged;
    } else if (stream.avail_in == 0 && left == 0 && stream.avail_out > 0) {
      return ctext_damaged;
    }
  }
}

}  // namespace

enum ctext_outcome ctext_gunzip(const uint8_t *bytes, size_t count, struct ctext_bytes *result) {
  z_stream stream{};
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return ctext_no_memory;
  stream.next_in = const_cast<Bytef *>(bytes);
  Output output;
  const enum ctext_outcome outcome = inflate_all(stream, count, output);
  inflateEnd(&stream);
  if (outcome == ctext_done) output.hand_over(result);
  return outcome;
}

enum ctext_outcome ctext_unzstd(const uint8_t *bytes, size_t count, struct ctext_bytes *result) {
  ZSTD_DStream *const stream = ZSTD_createDStream();
  if (stream == nullptr) return ctext_no_memory;
  ZSTD_inBuffer input{bytes, count, 0};
  Output output;
  enum ctext_outcome outcome = ctext_done;
  size_t left = 1;
  while (outcome == ctext_done && (input.pos < input.size || left != 0)) {
    if (!output.reserve()) { outcome = ctext_no_memory; break; }
    ZSTD_outBuffer block{output.end(), output.room(), 0};
    const size_t consumed = input.pos;
    left = ZSTD_decompressStream(stream, &block, &input);
    output.added(block.pos);
    if (ZSTD_isError(left)) outcome = ctext_damaged;
    else if (input.pos == consumed && block.pos == 0 && left != 0) outcome = ctext_damaged;
  }
  ZSTD_freeDStream(stream);
  if (outcome == ctext_done) output.hand_over(result);
  return outcome;
}

enum ctext_outcome ctext_to_utf8(
    const char *encoding, const uint8_t *bytes, size_t count, struct ctext_bytes *result) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return ctext_unknown;
  char *input = const_cast<char *>(reinterpret_cast<const char *>(bytes));
  size_t left = count;
  Output output;
  enum ctext_outcome outcome = ctext_done;
  while (left > 0 && outcome == ctext_done) {
    if (!output.reserve()) { outcome = ctext_no_memory; break; }
    char *next = reinterpret_cast<char *>(output.end());
    size_t room = output.room();
    const size_t before = room;
    const size_t converted = iconv(converter, &input, &left, &next, &room);
    output.added(before - room);
    if (converted == static_cast<size_t>(-1) && errno != E2BIG) outcome = ctext_damaged;
  }
  iconv_close(converter);
  if (outcome == ctext_done && output.reserve()) output.hand_over(result);
  if (outcome == ctext_damaged) result->count = count - left;
  return outcome;
}
