#!/bin/sh
# A program that says nothing and does not end by itself.
exec sleep 300
