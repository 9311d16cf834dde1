// "Device" memory: memory of the host between guard bytes.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <sys/mman.h>

#include "Traces.h"

class DeviceMemory
{
public:
    // An allocation between its guards.
    struct Allocation
    {
        char* start;
        size_t bytes;
        Trace* traces; // of each byte; null: nobody has asked for them
    };

    // Filled with a pattern: fresh memory of a device is not zero.
    char* allocate(size_t bytes)
    {
        auto* block = static_cast<char*>(aligned_alloc(Alignment, Guard + (bytes + Alignment - 1) / Alignment * Alignment + Guard));
        if (block == nullptr)
            return nullptr;
        memset(block, Pattern, Guard + bytes + Guard);
        std::lock_guard lock(_mutex);
        _allocations[block + Guard] = {block + Guard, bytes, nullptr};
        return block + Guard;
    }

    bool free(char* memory)
    {
        std::lock_guard lock(_mutex);
        auto found = _allocations.find(memory);
        if (found == _allocations.end())
            return false;
        if (found->second.traces != nullptr)
            munmap(found->second.traces, found->second.bytes * sizeof(Trace));
        _allocations.erase(found);
        ::free(memory - Guard);
        return true;
    }

    // Whether all of it lies in one allocation.
    bool holds(const char* first, size_t bytes)
    {
        std::lock_guard lock(_mutex);
        auto after = _allocations.upper_bound(const_cast<char*>(first));
        if (after == _allocations.begin())
            return false;
        Allocation& allocation = (--after)->second;
        return first + bytes <= allocation.start + allocation.bytes;
    }

    // The allocation that an address lies in, or in whose guards; null: none.
    Allocation* at(const char* address)
    {
        std::lock_guard lock(_mutex);
        auto after = _allocations.upper_bound(const_cast<char*>(address + Guard));
        if (after == _allocations.begin())
            return nullptr;
        Allocation& allocation = (--after)->second;
        return address < allocation.start + allocation.bytes + Guard ? &allocation : nullptr;
    }

    // The traces of an allocation, which are made when they are first asked for.
    Trace* tracesOf(Allocation& allocation)
    {
        if (allocation.traces == nullptr)
        {
            allocation.traces = static_cast<Trace*>(mmap(
                nullptr, allocation.bytes * sizeof(Trace), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        }
        return allocation.traces;
    }

    // Bytes before and behind an allocation.
    static constexpr size_t Guard = 4096;

    // Empty if no guard was written to.
    std::string damage()
    {
        std::lock_guard lock(_mutex);
        for (auto& [memory, allocation] : _allocations)
        {
            size_t bytes = allocation.bytes;
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
        return _allocations.size();
    }

private:
    static constexpr size_t Alignment = 256;
    static constexpr unsigned char Pattern = 0xA5;

    std::mutex _mutex;
    std::map<char*, Allocation> _allocations;
};
