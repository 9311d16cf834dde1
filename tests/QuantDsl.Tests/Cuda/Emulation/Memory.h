// "Device" memory: memory of the host between guard bytes.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

class DeviceMemory
{
public:
    // Filled with a pattern: fresh memory of a device is not zero.
    char* allocate(size_t bytes)
    {
        auto* block = static_cast<char*>(aligned_alloc(Alignment, Guard + (bytes + Alignment - 1) / Alignment * Alignment + Guard));
        if (block == nullptr)
            return nullptr;
        memset(block, Pattern, Guard + bytes + Guard);
        std::lock_guard lock(_mutex);
        _sizes[block + Guard] = bytes;
        return block + Guard;
    }

    bool free(char* memory)
    {
        std::lock_guard lock(_mutex);
        if (_sizes.erase(memory) == 0)
            return false;
        ::free(memory - Guard);
        return true;
    }

    // Whether all of it lies in one allocation.
    bool holds(const char* first, size_t bytes)
    {
        std::lock_guard lock(_mutex);
        auto after = _sizes.upper_bound(const_cast<char*>(first));
        if (after == _sizes.begin())
            return false;
        auto& [start, size] = *--after;
        return first + bytes <= start + size;
    }

    // Empty if no guard was written to.
    std::string damage()
    {
        std::lock_guard lock(_mutex);
        for (auto& [memory, bytes] : _sizes)
        {
            for (size_t i = 1; i <= Guard; i++)
            {
                if (static_cast<unsigned char>(memory[-static_cast<ptrdiff_t>(i)]) != Pattern)
                    return "byte " + std::to_string(i) + " before an allocation of " + std::to_string(bytes) + " bytes was written";
                if (static_cast<unsigned char>(memory[bytes + i - 1]) != Pattern)
                    return "byte " + std::to_string(i) + " behind an allocation of " + std::to_string(bytes) + " bytes was written";
            }
        }
        return "";
    }

    size_t count()
    {
        std::lock_guard lock(_mutex);
        return _sizes.size();
    }

private:
    static constexpr size_t Guard = 4096;
    static constexpr size_t Alignment = 256;
    static constexpr unsigned char Pattern = 0xA5;

    std::mutex _mutex;
    std::map<char*, size_t> _sizes;
};
