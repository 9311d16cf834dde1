// Who has read and written each byte of memory last: finds threads, blocks and nodes of a graph that touch the same byte, one of them writing it,
// with nothing that puts one before the other.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

// The nodes of a graph that must have run before one of them.
using NodeSet = unsigned __int128;
constexpr unsigned MostNodes = 128;

// What is running.
struct Running
{
    unsigned launch = 0; // a number of its own
    unsigned graph = 0; // launches of one graph have the same; any other has one of its own
    unsigned node = 0; // in the graph
    NodeSet before = 0;
    bool isCooperative = false; // its blocks wait for each other
};

// The last accesses of a byte.
struct Trace
{
    uint64_t write, read, otherRead; // each by launch, barriers of the grid passed, block, its barriers and thread; the other read is by another thread
    NodeSet readers; // nodes of the graph since the last write
    unsigned graph, writer; // the node that wrote it last, counted from 1

    // Notes an access; says what is wrong with it, or nothing.
    const char* note(const Running& running, unsigned gridBarriers, unsigned block, unsigned barriers, unsigned thread, bool isWrite)
    {
        uint64_t now = (uint64_t)(running.launch & 0xffff) << 48 | (uint64_t)(gridBarriers & 0xff) << 40 | (uint64_t)(block & 0xffff) << 24
            | (barriers & 0x3fff) << 10 | thread;
        if (graph != running.graph)
            *this = {0, 0, 0, 0, running.graph, 0};
        NodeSet self = (NodeSet)1 << running.node;
        const char* wrong = nullptr;
        if (writer != 0 && writer != running.node + 1 && (running.before >> (writer - 1) & 1) == 0)
            wrong = "another node of the graph writes it, and no edge puts one before the other";
        else if (isWrite && (readers & ~running.before & ~self) != 0)
            wrong = "another node of the graph reads it, and no edge puts one before the other";
        else if (clash(write, now) || (isWrite && (clash(read, now) || clash(otherRead, now))))
            wrong = (write >> 24 & 0xffff) != (now >> 24 & 0xffff) && write >> 48 == now >> 48
                ? "another block of the launch touches it"
                : "another thread touches it, and no barrier is between";
        if (isWrite)
        {
            write = now;
            writer = running.node + 1;
            readers = 0;
            read = otherRead = 0;
        }
        else
        {
            if (read != now && (read & 0x3ff) != thread)
                otherRead = read;
            read = now;
            readers |= self;
        }
        return wrong;
    }

private:
    static bool clash(uint64_t earlier, uint64_t now)
    {
        if (earlier == 0 || earlier >> 40 != now >> 40)
            return false; // of another node, or a barrier of the grid is between
        if (earlier >> 24 != now >> 24)
            return true;
        return earlier >> 10 == now >> 10 && earlier != now;
    }
};
