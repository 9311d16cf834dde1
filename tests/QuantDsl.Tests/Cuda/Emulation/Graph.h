// Graphs of launches. Nodes run one at a time, in an order that the seed chooses among those that the edges allow.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "Traces.h"

struct GraphNode
{
    void* function;
    unsigned blocks;
    unsigned threads;
    std::vector<std::vector<char>> arguments; // copied when the node is made
    std::vector<unsigned> after;              // numbers of nodes
    bool isCooperative = false;
};

struct Graph
{
    std::vector<std::unique_ptr<GraphNode>> nodes;

    // The number of a node; -1: of another graph.
    int numberOf(const GraphNode* node) const
    {
        for (size_t i = 0; i < nodes.size(); i++)
        {
            if (nodes[i].get() == node)
                return static_cast<int>(i);
        }
        return -1;
    }

    // Of each node those that must have run before it. Edges lead from earlier nodes to later ones, as they were added.
    std::vector<NodeSet> before() const
    {
        std::vector<NodeSet> sets(nodes.size());
        for (size_t i = 0; i < nodes.size(); i++)
        {
            for (unsigned other : nodes[i]->after)
                sets[i] |= sets[other] | (NodeSet)1 << other;
        }
        return sets;
    }

    // An order that the edges allow: that of the nodes for 0, else one by the seed.
    std::vector<unsigned> order(unsigned seed) const
    {
        std::vector<unsigned> result;
        std::vector<bool> done(nodes.size());
        unsigned long long state = seed * 0x9E3779B97F4A7C15ull;
        while (result.size() < nodes.size())
        {
            std::vector<unsigned> ready;
            for (unsigned i = 0; i < nodes.size(); i++)
            {
                bool isReady = !done[i];
                for (unsigned other : nodes[i]->after)
                    isReady = isReady && done[other];
                if (isReady)
                    ready.push_back(i);
            }
            state = state * 6364136223846793005ull + 1442695040888963407ull;
            unsigned next = ready[seed == 0 ? 0 : (state >> 33) % ready.size()];
            done[next] = true;
            result.push_back(next);
        }
        return result;
    }
};
