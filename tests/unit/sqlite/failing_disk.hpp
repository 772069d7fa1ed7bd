#pragma once
#include <sqlite3.h>

#include <cstring>
#include <string>

namespace maedal::sqlite {

/// A disk that fails: a VFS over the system's whose writes or syncs fail from the n-th on, once or
/// for ever. One thread; one at a time.
class FailingDisk {
public:
    enum class Call { write, sync };

    FailingDisk() {
        real_ = sqlite3_vfs_find(nullptr);
        vfs_ = *real_;
        vfs_.zName = name;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 0);
        the_one = this;
    }
    ~FailingDisk() {
        sqlite3_vfs_unregister(&vfs_);
        the_one = nullptr;
    }
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;

    /// The `nth` call from now fails with `code`, and those after it if `for_ever`.
    void fail(Call call, int nth, int code, bool for_ever) {
        call_ = call;
        left_ = nth;
        code_ = code;
        for_ever_ = for_ever;
    }
    void heal() { left_ = 0; }
    [[nodiscard]] int calls() const { return calls_; }

    static constexpr const char* name = "failing";

private:
    struct File {
        sqlite3_file base;
        sqlite3_io_methods methods;
        sqlite3_file* real;
    };
    static File& of(sqlite3_file* file) {
        // SQLite hands our own File back by its first member.
        return *reinterpret_cast<File*>(file);
    }
    static sqlite3_file* real(sqlite3_file* file) { return of(file).real; }

    [[nodiscard]] bool fails(Call call) {
        calls_ += 1;
        if (call != call_ || left_ == 0) return false;
        if (left_ > 1) {
            left_ -= 1;
            return false;
        }
        if (!for_ever_) left_ = 0;
        return true;
    }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
        File& ours = of(file);
        ours.base.pMethods = nullptr;
        ours.real = reinterpret_cast<sqlite3_file*>(&ours + 1);
        const int code = the_one->real_->xOpen(the_one->real_, path, ours.real, flags, out);
        static_cast<void>(vfs);
        if (ours.real->pMethods == nullptr) return code;
        ours.methods = *ours.real->pMethods;
        forward(ours.methods);
        ours.base.pMethods = &ours.methods;
        return code;
    }

    static void forward(sqlite3_io_methods& methods) {
        methods.iVersion = 2;  // without memory-mapped reads
        methods.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
        methods.xRead = [](sqlite3_file* f, void* to, int count, sqlite3_int64 at) {
            return real(f)->pMethods->xRead(real(f), to, count, at);
        };
        methods.xWrite = [](sqlite3_file* f, const void* from, int count, sqlite3_int64 at) {
            if (the_one->fails(Call::write)) return the_one->code_;
            return real(f)->pMethods->xWrite(real(f), from, count, at);
        };
        methods.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
            return real(f)->pMethods->xTruncate(real(f), size);
        };
        methods.xSync = [](sqlite3_file* f, int flags) {
            if (the_one->fails(Call::sync)) return the_one->code_;
            return real(f)->pMethods->xSync(real(f), flags);
        };
        methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
            return real(f)->pMethods->xFileSize(real(f), size);
        };
        methods.xLock = [](sqlite3_file* f, int lock) {
            return real(f)->pMethods->xLock(real(f), lock);
        };
        methods.xUnlock = [](sqlite3_file* f, int lock) {
            return real(f)->pMethods->xUnlock(real(f), lock);
        };
        methods.xCheckReservedLock = [](sqlite3_file* f, int* held) {
            return real(f)->pMethods->xCheckReservedLock(real(f), held);
        };
        methods.xFileControl = [](sqlite3_file* f, int what, void* value) {
            return real(f)->pMethods->xFileControl(real(f), what, value);
        };
        methods.xSectorSize = [](sqlite3_file* f) {
            return real(f)->pMethods->xSectorSize(real(f));
        };
        methods.xDeviceCharacteristics = [](sqlite3_file* f) {
            return real(f)->pMethods->xDeviceCharacteristics(real(f));
        };
        methods.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, at);
        };
        methods.xShmLock = [](sqlite3_file* f, int offset, int count, int flags) {
            return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
        };
        methods.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
        methods.xShmUnmap = [](sqlite3_file* f, int remove) {
            return real(f)->pMethods->xShmUnmap(real(f), remove);
        };
    }

    static inline FailingDisk* the_one = nullptr;
    sqlite3_vfs* real_ = nullptr;
    sqlite3_vfs vfs_{};
    Call call_ = Call::write;
    int left_ = 0;
    int code_ = SQLITE_OK;
    bool for_ever_ = false;
    int calls_ = 0;
};

}  // namespace maedal::sqlite
